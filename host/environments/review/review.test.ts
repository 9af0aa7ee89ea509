import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Danger } from './danger.ts'
import { dangersInTheWay, type Review, type ReviewInput, reviewEnvironment } from './review.ts'

let root: string
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'review-'))
})
afterEach(() => rmSync(root, { recursive: true, force: true }))

const write = (files: Record<string, string>): void => {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    writeFileSync(join(root, path), text)
  }
}

const review = (text: string, more: Partial<ReviewInput> = {}): Promise<Review> => {
  write({ 'environment/compose.yaml': text })
  return reviewEnvironment({ root, files: ['environment/compose.yaml'], ...more })
}

const service = (lines: string): string =>
  `services:\n  web:\n    image: nginx\n${lines.replaceAll(/^/gm, '    ')}\n`

const kinds = ({ dangers }: Review): string[] => dangers.map(({ kind }) => kind)

describe('what is harmless', () => {
  it('is not told', async () => {
    const { dangers } = await review(`
name: shop
x-common: &common
  mem_limit: 256m
services:
  web:
    <<: *common
    image: nginx
    build: { context: ./web, dockerfile: Dockerfile.dev, args: { A: '1' } }
    command: ["nginx", "-g", "daemon off;"]
    environment: { A: "/etc/passwd", B: privileged }
    env_file: [web.env, { path: ./more.env, required: false }]
    ports: ["127.0.0.1:8080:80", { target: 443, published: 8443, host_ip: 127.0.0.1 }, "[::1]:81:81"]
    volumes: [data:/data, ./html:/html:ro, /anonymous, { type: bind, source: ./conf, target: /conf }]
    cap_add: [NET_BIND_SERVICE]
    security_opt: ["no-new-privileges:true"]
    depends_on: { db: { condition: service_healthy } }
    network_mode: service:db
    pid: service:db
    privileged: false
    restart: "no"
    logging: { driver: json-file, options: { max-size: 1m } }
    secrets: [token]
    x-casebench: { recipe: nginx, version: 1.27.0 }
  db:
    image: postgres
volumes:
  data: {}
  scratch: { driver: local, driver_opts: { type: tmpfs, device: tmpfs, o: "size=10m" } }
networks:
  default: { driver: bridge }
secrets:
  token: { file: ./token.txt }
`)
    expect(dangers).toEqual([])
  })
})

describe('a danger', () => {
  const inWay: [string, string][] = [
    ['host-mount', 'volumes: ["/etc:/host"]'],
    ['host-mount', 'volumes: ["~/.ssh:/ssh:ro"]'],
    ['host-mount', 'volumes: ["../../x:/x"]'],
    ['host-mount', 'volumes: ["./a/../../../x:/x"]'],
    ['host-mount', 'volumes: ["C:\\\\Users:/x"]'],
    ['host-mount', 'volumes: [{ type: bind, source: /root, target: /x, read_only: true }]'],
    ['host-mount', 'volumes: [{ type: volume, source: /root, target: /x }]'],
    ['host-mount', 'volumes: ["$' + '{X:-/srv}:/x"]'],
    ['engine-socket', 'volumes: ["/var/run/docker.sock:/var/run/docker.sock"]'],
    ['engine-socket', 'volumes: ["/var/run/:/host/run"]'],
    ['engine-socket', 'volumes: ["/:/host:ro"]'],
    ['engine-socket', 'volumes: ["/run/user/1000/podman/podman.sock:/s"]'],
    ['engine-socket', 'volumes: [{ type: npipe, source: \\\\.\\pipe\\docker_engine, target: /x }]'],
    ['engine-socket', 'use_api_socket: true'],
    ['git-folder', 'volumes: ["..:/workspace"]'],
    ['git-folder', 'volumes: ["../.git/hooks:/hooks"]'],
    ['git-folder', 'volumes: ["../.GIT/hooks:/hooks"]'],
    ['check-script', 'volumes: ["../repro.sh:/x"]'],
    ['nested-mount', 'volumes: ["./data:/data", "./data/link:/x:ro"]'],
    ['runtime', 'annotations: { run.oci.handler: krun }'],
    ['runtime', 'annotations: ["cdi.k8s.io/all=vendor.com/class=x"]'],
    ['unknown-variable', 'volumes: ["$' + '{NOWHERE}:/x"]'],
    ['outside-file', 'env_file: /etc/passwd'],
    ['outside-file', 'env_file: [{ path: ../../../secret.env }]'],
    ['outside-file', 'build: ../..'],
    ['outside-file', 'build: { context: ., dockerfile: ../../../Dockerfile }'],
    ['outside-file', 'build: { context: ., additional_contexts: { a: /etc } }'],
    ['outside-file', 'credential_spec: { file: x.json }'],
    ['remote-build', 'build: https://example.com/x.git#main'],
    ['remote-build', 'build: { context: "git@example.com:x/y.git" }'],
    ['remote-build', 'build: { context: github.com/x/y }'],
    ['remote-build', 'build: { context: ., additional_contexts: ["a=https://example.com/a.tar"] }'],
    ['remote-build', 'build: "ssh://example.com/x"'],
    ['build-right', 'build: { context: ., network: host }'],
    ['build-right', 'build: { context: ., ssh: [default] }'],
    ['build-right', 'build: { context: ., privileged: true }'],
    ['build-right', 'build: { context: ., entitlements: [security.insecure] }'],
    ['outside-file', 'build: { context: ., cache_to: ["type=local,dest=/etc/x"] }'],
    ['image-tag', 'build: { context: ., tags: [postgres:16] }'],
    ['privileged', 'privileged: true'],
    ['privileged', 'privileged: yes'],
    ['privileged', 'privileged: "$' + '{P:-true}"'],
    ['privileged', 'post_start: [{ command: x, privileged: true }]'],
    ['capability', 'cap_add: [SYS_ADMIN]'],
    ['capability', 'cap_add: [cap_all]'],
    ['device', 'devices: ["/dev/sda:/dev/sda"]'],
    ['device', 'devices: [{ source: /dev/kvm, target: /dev/kvm }]'],
    ['device', 'device_cgroup_rules: ["a *:* rwm"]'],
    ['host-namespace', 'network_mode: host'],
    ['host-namespace', 'net: host'],
    ['host-namespace', 'pid: host'],
    ['host-namespace', 'ipc: host'],
    ['host-namespace', 'uts: host'],
    ['host-namespace', 'userns_mode: host'],
    ['host-namespace', 'cgroup: host'],
    ['host-namespace', 'cgroup_parent: /'],
    ['other-container', 'network_mode: container:abc'],
    ['other-container', 'pid: "container:abc"'],
    ['other-container', 'volumes_from: ["container:db:ro"]'],
    ['other-container', 'external_links: [db]'],
    ['security-option', 'security_opt: [seccomp:unconfined]'],
    ['security-option', 'security_opt: ["apparmor=unconfined"]'],
    ['security-option', 'security_opt: ["label:disable"]'],
    ['runtime', 'runtime: nvidia'],
    ['logging', 'logging: { driver: syslog, options: { syslog-address: "tcp://example.com" } }'],
    ['label', 'labels: { casebench.bench: other }'],
    ['label', 'labels: ["casebench.project=x"]'],
    ['label', 'labels: ["com.docker.compose.project=other"]'],
    ['remote-include', 'extends: { file: "https://example.com/compose.yaml", service: x }'],
    ['outside-file', 'extends: { file: ../../other.yaml, service: x }'],
    ['host-program', 'provider: { type: mytool }'],
    ['many-containers', 'deploy: { replicas: 100000 }'],
    ['many-containers', 'scale: 1000'],
    ['unknown-key', 'new_and_dangerous: true'],
    ['local-process', 'x-casebench: { process: { command: ["rm", "-rf", "/"] } }'],
  ]

  it.each(inWay)('%s: %s', async (kind, lines) => {
    const found = await review(service(lines))
    const one = found.dangers.find((danger) => danger.kind === kind)
    expect(one, JSON.stringify(found.dangers)).toMatchObject({
      level: 'refused',
      service: 'web',
      file: 'environment/compose.yaml',
      line: 4,
    })
    expect(one?.sentence.length).toBeGreaterThan(20)
    expect(dangersInTheWay(found, new Set(found.dangers.map(({ id }) => id)))).toEqual([])
    expect(dangersInTheWay(found, new Set())).not.toEqual([])
  })

  it.each([
    ['driver', 'volumes: { v: { driver_opts: { type: nfs, o: "addr=10.0.0.1", device: ":/x" } } }'],
    ['host-mount', 'volumes: { v: { driver_opts: { type: none, o: bind, device: /etc } } }'],
    ['driver', 'volumes: { v: { driver: rclone } }'],
    ['external-resource', 'volumes: { v: { external: true } }'],
    ['external-resource', 'volumes: { v: { external: { name: theirs } } }'],
    ['named-resource', 'volumes: { v: { name: other_data } }'],
    ['external-resource', 'networks: { n: { external: yes } }'],
    ['driver', 'networks: { n: { driver: macvlan, driver_opts: { parent: eth0 } } }'],
    ['public-subnet', 'networks: { n: { ipam: { config: [{ subnet: 8.8.8.0/24 }] } } }'],
    ['public-subnet', 'networks: { n: { ipam: { config: [{ subnet: 10.0.0.0/7 }] } } }'],
    ['public-subnet', 'networks: { n: { ipam: { config: [{ subnet: "2001:4860::/32" }] } } }'],
    ['driver', 'networks: { n: { ipam: { driver: infoblox } } }'],
    ['outside-file', 'secrets: { s: { file: /root/.ssh/id_rsa } }'],
    ['outside-file', 'configs: { c: { file: ../../c } }'],
    ['remote-include', 'include: ["oci://example.com/x:latest"]'],
    ['remote-include', 'include: [{ path: "git@example.com:x/y" }]'],
    ['outside-file', 'include: [/etc/compose.yaml]'],
    ['unknown-key', 'surprise: [1]'],
    ['duplicate-key', 'networks: {}\nnetworks: {}'],
    ['unreadable', 'x: [1'],
  ])('of no service, %s: %s', async (kind, lines) => {
    const found = await review(`services: {}\n${lines}\n`)
    expect(kinds(found)).toContain(kind)
  })

  it.each([
    ['public-port', 'ports: ["8080:80"]'],
    ['public-port', 'ports: [80]'],
    ['public-port', 'ports: ["0.0.0.0:8080:80", "127.0.0.1:1:1"]'],
    ['public-port', 'ports: [{ target: 80, published: 8080 }]'],
    ['restart', 'restart: always'],
    ['host-gateway', 'extra_hosts: ["host:host-gateway"]'],
    ['container-name', 'container_name: db'],
    ['resources', 'gpus: all'],
  ])('that only warns, %s: %s', async (kind, lines) => {
    const found = await review(service(lines))
    expect(kinds(found)).toContain(kind)
    expect(dangersInTheWay(found, new Set())).toEqual([])
  })

  it('is a network that takes private addresses, which only warns', async () => {
    const found = await review(
      'services: {}\nnetworks: { n: { ipam: { driver: default, config: [{ subnet: 172.28.0.0/16 }] } } }\n',
    )
    expect(kinds(found)).toEqual(['subnet'])
    expect(dangersInTheWay(found, new Set())).toEqual([])
  })

  it('is a mount in what another container may write, wherever the two stand', async () => {
    write({ 'common/a.yaml': 'services: { a: { image: x, volumes: ["../environment/Data:/data"] } }\n' })
    const text = `include: [../common/a.yaml]\n${service('volumes: ["./data/conf/x.xml:/x.xml:ro"]')}`
    const { dangers } = await review(text)
    expect(dangers).toMatchObject([{ kind: 'nested-mount', service: 'web', line: 5 }])
    expect(dangers[0]?.sentence).toContain('The container of a may write to environment/Data')
    const secret = `${service('volumes: ["./data:/data"]')}secrets: { s: { file: ./data/s.txt } }\n`
    expect(kinds(await review(secret))).toEqual(['nested-mount'])
    const apart = service('volumes: ["./data:/data", "./database:/x", "./data:/y", "./data2/x:/z"]')
    expect(kinds(await review(apart))).toEqual([])
    expect(kinds(await review(service('volumes: ["./data:/data:ro", "./data/x:/x"]')))).toEqual([])
  })

  it('is found behind a link, also one whose end is not there yet', async () => {
    mkdirSync(join(root, 'environment'))
    symlinkSync('/etc', join(root, 'environment/data'))
    expect(kinds(await review(service('volumes: ["./data:/x"]')))).toEqual(['host-mount'])
    expect(kinds(await review(service('volumes: ["./data/new/deep:/x"]')))).toEqual(['host-mount'])
  })

  it('is none where a copy of the workspace leads back to it', async () => {
    write({ 'app/x': '', 'common/c.yaml': 'services: { c: { image: x } }\n' })
    const copy = mkdtempSync(join(tmpdir(), 'review-copy-'))
    for (const name of ['app', 'common']) symlinkSync(join(root, name), join(copy, name))
    mkdirSync(join(copy, 'environment'))
    const text = `include: [../common/c.yaml]\n${service('volumes: ["../app:/app", "/etc:/x"]')}`
    writeFileSync(join(copy, 'environment/compose.yaml'), text)
    const of = { files: ['environment/compose.yaml'], original: root }
    const found = await reviewEnvironment({ root: copy, ...of })
    expect(kinds(found)).toEqual(['host-mount'])
    expect(found.files).toEqual(['environment/compose.yaml', 'common/c.yaml'])
    expect(found.dangers[0]?.id).toBe((await review(text)).dangers[0]?.id)
    rmSync(copy, { recursive: true })
  })

  it('is an address of another engine in .env', async () => {
    write({ 'environment/.env': 'A=1\nDOCKER_HOST=tcp://example.com:2375\nCOMPOSE_PROJECT_NAME=x\n' })
    const { dangers } = await review('services: {}\n')
    expect(dangers).toMatchObject([{ kind: 'engine-variable', file: 'environment/.env', line: 2 }])
  })

  it('is found in what the files mean together, shown where the service stands', async () => {
    const normalised = 'services:\n  web:\n    image: x\n    volumes:\n    - /etc:/host:rw\n'
    const { dangers } = await review(service('labels: {}'), { normalised })
    expect(dangers).toMatchObject([{ kind: 'host-mount', service: 'web', line: 2, value: '/etc' }])
  })

  it('is no name that Compose 2 gives by itself', async () => {
    const normalised = `name: casebench-1-cb-1
${service('networks: { default: null }')}networks: { default: { name: casebench-1-cb-1_default }, n: { name: theirs } }
volumes: { data: { name: casebench-1-cb-1_data } }
`
    const { dangers } = await review(`${service('labels: {}')}networks: { n: { name: theirs } }\n`, {
      normalised,
    })
    expect(dangers).toMatchObject([{ kind: 'named-resource', value: 'network theirs', line: 5 }])
    const hidden = await review(service('labels: {}'), { normalised })
    expect(hidden.dangers.map(({ value }) => value)).toEqual(['network theirs'])
  })

  it('is told once where sources and meaning both show it', async () => {
    const normalised = service(`volumes: ["/etc:/x:rw"]\nports: ["8080:80/tcp"]`)
    const { dangers } = await review(service('volumes: ["/etc:/x"]\nports: ["8080:80"]'), { normalised })
    expect(dangers.map(({ kind }) => kind)).toEqual(['host-mount', 'public-port'])
  })

  it('keeps its id while its line moves, and has another when it becomes worse', async () => {
    const id = async (text: string): Promise<string | undefined> => (await review(text)).dangers[0]?.id
    const before = await id(service('volumes: ["/etc:/x:ro"]'))
    expect(
      await id(
        `# moved\n\n${service('user: root\nvolumes:\n- { type: bind, source: /etc/, target: /y, read_only: true }')}`,
      ),
    ).toBe(before)
    expect(await id(service('volumes: ["/etc:/x"]'))).not.toBe(before)
    expect(await id(service('volumes: ["/usr:/x:ro"]'))).not.toBe(before)
  })

  it('of a process is another when anything of the process changes', async () => {
    const id = async (command: string): Promise<Danger | undefined> =>
      (await review(service(`x-casebench: { process: { command: ["${command}"] } }`))).dangers[0]
    expect((await id('java'))?.id).not.toBe((await id('sh'))?.id)
  })
})

describe('a file that is made to keep a reader busy', () => {
  it('is given up', async () => {
    const lines = ['a: &a [x,x,x,x,x,x,x,x,x,x]']
    for (let at = 0; at < 12; at++) {
      const [from, to] = [String.fromCharCode(97 + at), String.fromCharCode(98 + at)]
      lines.push(`${to}: &${to} [${Array(10).fill(`*${from}`).join(',')}]`)
    }
    expect(kinds(await review(`${lines.join('\n')}\nservices: {}\n`))).toEqual(['unreadable'])
    expect(kinds(await review(`x: ${'['.repeat(20_000)}`))).toContain('unreadable')
    expect(kinds(await review(`services: {}\n# ${'x'.repeat(2_000_000)}`))).toEqual(['unreadable'])
    expect(kinds(await review('a: &a { <<: *a }\nservices: *a\n'))).toContain('unreadable')
  })

  it('is looked at until a person would have stopped reading', async () => {
    const many = Array.from({ length: 5000 }, (_one, at) => `"/etc/a${at}:/x"`)
    const { dangers } = await review(service(`volumes: [${many.join(', ')}]`))
    expect(dangers).toHaveLength(1001)
    expect(dangers[0]).toMatchObject({ kind: 'unreadable', level: 'refused' })
    const deep = ['$' + '{A:-', '}'].map((one) => one.repeat(50)).join('/etc')
    expect(kinds(await review(service(`volumes: ["${deep}:/x"]`)))).toContain('unknown-variable')
  })

  it('is refused where another reader could see another text', async () => {
    expect(kinds(await review('just words\n'))).toEqual(['unreadable'])
    expect(kinds(await review('services: {}\n---\n- a\n'))).toEqual(['unreadable'])
    expect(kinds(await review(''))).toEqual([])
    write({ 'environment/compose.yaml': '' })
    writeFileSync(join(root, 'environment/compose.yaml'), Buffer.from('\uFEFFservices: {}\n', 'utf16le'))
    expect(kinds(await reviewEnvironment({ root, files: ['environment/compose.yaml'] }))).toContain(
      'unreadable',
    )
  })

  it('does not go round in circles', async () => {
    write({ 'environment/b.yaml': 'include: [compose.yaml]\nservices: {}\n' })
    expect(kinds(await review('include: [b.yaml]\nservices: {}\n'))).toEqual([])
  })
})
