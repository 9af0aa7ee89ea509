import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { dirname, join } from 'node:path'

/**
 * What engines and Compose commands that are not installed here say, as their documents and users tell it. None of it was
 * run with these tests: Docker 24 and Podman 5 answer by the handlers of their interface (moby `api/swagger.yaml`,
 * `GET /version`; containers/podman-py#595), the commands as in docker/compose#2733, containers/podman-compose#1033 and
 * #1398, hyperledger-cello/cello#473 and eclipse-che/che#23954.
 */
export const engineAnswers = {
  docker: {
    Platform: { Name: 'Docker Engine - Community' },
    Components: [
      {
        Name: 'Engine',
        Version: '24.0.7',
        Details: { ApiVersion: '1.43', MinAPIVersion: '1.12', Os: 'linux' },
      },
      { Name: 'containerd', Version: '1.6.24', Details: { GitCommit: '61f9fd88' } },
    ],
    Version: '24.0.7',
    ApiVersion: '1.43',
    MinAPIVersion: '1.12',
    Os: 'linux',
    Arch: 'amd64',
  },
  podman: {
    Platform: { Name: 'linux/arm64/fedora-41' },
    Components: [
      {
        Name: 'Podman Engine',
        Version: '5.4.0',
        Details: {
          APIVersion: '5.4.0',
          Arch: 'arm64',
          Experimental: 'false',
          MinAPIVersion: '4.0.0',
          Os: 'linux',
        },
      },
      { Name: 'Conmon', Version: 'conmon version 2.1.12, commit: ', Details: {} },
      { Name: 'OCI Runtime (crun)', Version: 'crun version 1.19.1', Details: {} },
    ],
    Version: '5.4.0',
    ApiVersion: '1.41',
    MinAPIVersion: '1.24',
    Os: 'linux',
    Arch: 'arm64',
  },
} as const

export interface Said {
  out?: string
  err?: string
  exitCode?: number
}

/** What a command says when it is asked `version --short`. */
export const commandAnswers = {
  'docker compose': { out: '2.29.7' },
  'docker without Compose': {
    err: "docker: 'compose' is not a docker command.\nSee 'docker --help'",
    exitCode: 1,
  },
  'docker-compose 1': { out: '1.29.2' },
  'docker-compose of old': { out: '1.21.0' },
  'podman compose': {
    out: '1.2.0',
    err: '>>>> Executing external compose provider "/usr/bin/podman-compose". Please see podman-compose(1) for how to disable this message. <<<<\n',
  },
  'podman without a provider': {
    err: 'Error: looking up compose provider failed\n7 errors occurred:\n\t* exec: "docker-compose": executable file not found in $PATH',
    exitCode: 125,
  },
  'podman-compose': { out: '1.5.0' },
} as const satisfies Record<string, Said>

/** Puts commands into a folder that say what was recorded of them, and nothing else. */
export const sayingCommands = (folder: string, commands: Readonly<Record<string, Said>>): string => {
  mkdirSync(folder, { recursive: true })
  // What the guard of a command needs.
  for (const name of ['cat', 'sleep']) symlinkSync(`/bin/${name}`, join(folder, name))
  for (const [name, { out = '', err = '', exitCode = 0 }] of Object.entries(commands)) {
    const quoted = (text: string) => `'${text.replaceAll("'", `'\\''`)}'`
    const script = `#!/bin/sh\nprintf '%s\\n' ${quoted(out)}\nprintf '%s\\n' ${quoted(err)} >&2\nexit ${exitCode}\n`
    writeFileSync(join(folder, name), script)
    chmodSync(join(folder, name), 0o755)
  }
  return folder
}

/** Answers at a socket as an engine does when it is asked who it is. */
export const answeringEngine = async (
  socket: string,
  version: object,
): Promise<{ close(): Promise<void> }> => {
  mkdirSync(dirname(socket), { recursive: true })
  const server = createServer(({ url = '' }, response) => {
    const info = { MemTotal: 16_000_000_000, NCPU: 8, DockerRootDir: '/no/such/folder' }
    if (url.startsWith('/_ping')) return response.end('OK')
    response.setHeader('content-type', 'application/json')
    return response.end(JSON.stringify(url.startsWith('/info') ? info : version))
  })
  await new Promise<void>((resolve) => server.listen(socket, resolve))
  return {
    close: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
