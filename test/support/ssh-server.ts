import { execFileSync, spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type Socket } from 'node:net'
import { tmpdir, userInfo } from 'node:os'
import { join } from 'node:path'
import { onPath } from './marked-shell.ts'

/** Where Debian and most others keep it, which is seldom on the PATH of a person. */
const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path)) ?? onPath('sshd')

/** Why no server can run on this machine; undefined where one can. */
export const whyNoSshServer = (): string | undefined => {
  if (sshd === null) return 'needs sshd (openssh-server)'
  if (onPath('ssh') === null) return 'needs ssh on the PATH'
  // Only root may give a session the shell and the terminal of its account.
  return process.getuid?.() === 0 ? undefined : 'needs root, as sshd does'
}

export interface SshServer {
  /** What a person types to get in: the host is called `box`. */
  command: string
  /** The home folder that sessions find there, and the one for what they leave behind. */
  home: string
  temporary: string
  close(): Promise<void>
}

/** A real sshd on a loopback port, with keys made for it alone; each session runs `shell` as its login shell. */
export const startSshServer = async ({
  shell,
  files = {},
}: {
  shell: string
  files?: Record<string, string>
}): Promise<SshServer> => {
  const folder = mkdtempSync(join(tmpdir(), 'casebench-sshd-'))
  const temporary = join(folder, 'tmp')
  mkdirSync(temporary)
  // What the service would make at its start; a session is refused without it.
  mkdirSync('/run/sshd', { recursive: true, mode: 0o755 })
  const put = (name: string, text: string) => writeFileSync(join(folder, name), text, { mode: 0o600 })
  for (const [name, text] of Object.entries(files)) put(name, text)
  for (const key of ['host_key', 'user_key'])
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-C', '', '-f', join(folder, key)])
  put(
    'sshd_config',
    `HostKey ${folder}/host_key
AuthorizedKeysFile ${folder}/user_key.pub
StrictModes no
UsePAM no
PermitRootLogin prohibit-password
PasswordAuthentication no
PidFile none
LogLevel QUIET
SetEnv HOME=${folder} TMPDIR=${temporary} SHELL=${shell} LANG=C.UTF-8
`,
  )
  const sessions = new Set<Socket>()
  const server = createServer({ pauseOnConnect: true }, (socket) => {
    sessions.add(socket)
    const child = spawn(sshd ?? '', ['-i', '-e', '-f', join(folder, 'sshd_config')], {
      stdio: [socket, socket, 'inherit'],
    })
    child.on('exit', () => sessions.delete(socket.destroy()))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  put(
    'config',
    `Host box
HostName 127.0.0.1
Port ${typeof address === 'object' ? address?.port : ''}
User ${userInfo().username}
IdentityFile ${folder}/user_key
IdentitiesOnly yes
StrictHostKeyChecking no
UserKnownHostsFile ${folder}/known_hosts
LogLevel ERROR
`,
  )
  return {
    command: `ssh -F ${folder}/config box`,
    home: folder,
    temporary,
    async close() {
      for (const socket of sessions) socket.destroy()
      await new Promise((resolve) => server.close(resolve))
      rmSync(folder, { recursive: true, force: true })
    },
  }
}
