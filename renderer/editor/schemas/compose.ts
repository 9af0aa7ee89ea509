import type { JSONSchema } from 'monaco-yaml'

export const composeFiles: readonly string[] = [
  '**/compose.yaml',
  '**/compose.yml',
  '**/compose.*.yaml',
  '**/compose.*.yml',
  '**/docker-compose*.yaml',
  '**/docker-compose*.yml',
]

// Written for Casebench after the text of the Compose Specification; not a copy of its schema.
const text: JSONSchema = { type: 'string' }
const said = (description: string, schema: JSONSchema): JSONSchema => ({ ...schema, description })
const list = (items: JSONSchema = text): JSONSchema => ({ type: 'array', items })
const either = (...anyOf: JSONSchema[]): JSONSchema => ({ anyOf })
const textOrList = either(text, list())
const scalar: JSONSchema = { type: ['string', 'number', 'boolean', 'null'] }
const pairs = either({ type: 'object', additionalProperties: scalar }, list())
const amount: JSONSchema = { type: ['string', 'number'] }
const flag: JSONSchema = { type: ['boolean', 'string'] }
const extensions = { '^x-': {} }

const object = (properties: Record<string, JSONSchema>, rest: Partial<JSONSchema> = {}): JSONSchema => ({
  type: 'object',
  properties,
  patternProperties: extensions,
  additionalProperties: false,
  ...rest,
})

const build = either(
  text,
  object({
    context: text,
    dockerfile: text,
    dockerfile_inline: text,
    target: text,
    args: pairs,
    labels: pairs,
    network: text,
    cache_from: list(),
    cache_to: list(),
    no_cache: flag,
    pull: flag,
    platforms: list(),
    secrets: list({}),
    ssh: pairs,
    tags: list(),
    extra_hosts: pairs,
    shm_size: amount,
    privileged: flag,
    additional_contexts: pairs,
    ulimits: {},
    isolation: text,
    entitlements: list(),
  }),
)

const port = either(
  amount,
  object({
    name: text,
    mode: { enum: ['host', 'ingress'] },
    host_ip: text,
    target: amount,
    published: amount,
    protocol: text,
    app_protocol: text,
  }),
)

const mount = either(
  text,
  object(
    {
      type: { enum: ['bind', 'volume', 'tmpfs', 'npipe', 'cluster', 'image'] },
      source: text,
      target: text,
      read_only: flag,
      consistency: text,
      bind: object({
        propagation: text,
        create_host_path: flag,
        selinux: { enum: ['z', 'Z'] },
        recursive: text,
      }),
      volume: object({ nocopy: flag, subpath: text, labels: pairs }),
      tmpfs: object({ size: amount, mode: amount }),
      image: object({ subpath: text }),
    },
    { required: ['type'] },
  ),
)

const dependsOn = either(list(), {
  type: 'object',
  additionalProperties: object(
    {
      condition: { enum: ['service_started', 'service_healthy', 'service_completed_successfully'] },
      restart: flag,
      required: { type: 'boolean' },
    },
    { required: ['condition'] },
  ),
})

const healthcheck = object({
  test: said('A command, or a list that begins with CMD, CMD-SHELL or NONE.', textOrList),
  interval: text,
  timeout: text,
  start_period: text,
  start_interval: text,
  retries: amount,
  disable: flag,
})

const limits = object({ cpus: amount, memory: amount, pids: amount, devices: list({}) })
const deploy = object({
  mode: text,
  replicas: amount,
  endpoint_mode: text,
  labels: pairs,
  placement: { type: 'object' },
  resources: object({ limits, reservations: limits }),
  restart_policy: object({ condition: text, delay: text, max_attempts: amount, window: text }),
  update_config: { type: 'object' },
  rollback_config: { type: 'object' },
})

const logging = object({ driver: text, options: { type: 'object', additionalProperties: scalar } })

const service = object({
  image: said('The image to start, such as `tomcat:10.1`.', text),
  build: said('How the image is built.', build),
  command: { anyOf: [{ type: 'null' }, textOrList] },
  entrypoint: { anyOf: [{ type: 'null' }, textOrList] },
  container_name: text,
  environment: said('Variables, as a map or as `NAME=value` lines.', pairs),
  env_file: either(text, list({})),
  ports: said('Ports reachable from outside, such as `"8080:80"`.', list(port)),
  expose: list(amount),
  volumes: said('Folders and volumes seen inside.', list(mount)),
  depends_on: said('What must be there first.', dependsOn),
  healthcheck: said('How to see that it works.', healthcheck),
  networks: either(list(), { type: 'object' }),
  network_mode: text,
  restart: said('`no`, `always`, `on-failure` or `unless-stopped`.', text),
  deploy,
  logging,
  annotations: pairs,
  attach: flag,
  blkio_config: { type: 'object' },
  cap_add: list(),
  cap_drop: list(),
  cgroup: text,
  cgroup_parent: text,
  configs: list({}),
  cpu_count: amount,
  cpu_percent: amount,
  cpu_period: amount,
  cpu_quota: amount,
  cpu_shares: amount,
  cpus: amount,
  cpuset: text,
  credential_spec: { type: 'object' },
  develop: { type: 'object' },
  device_cgroup_rules: list(),
  devices: list({}),
  dns: textOrList,
  dns_opt: list(),
  dns_search: textOrList,
  domainname: text,
  extends: either(text, object({ service: text, file: text })),
  external_links: list(),
  extra_hosts: pairs,
  gpus: {},
  group_add: list(amount),
  hostname: text,
  init: flag,
  ipc: text,
  isolation: text,
  label_file: textOrList,
  labels: pairs,
  links: list(),
  mac_address: text,
  mem_limit: amount,
  mem_reservation: amount,
  mem_swappiness: amount,
  memswap_limit: amount,
  models: {},
  oom_kill_disable: flag,
  oom_score_adj: amount,
  pid: { type: ['string', 'null'] },
  pids_limit: amount,
  platform: text,
  post_start: list({}),
  pre_stop: list({}),
  privileged: flag,
  profiles: list(),
  provider: {},
  pull_policy: text,
  read_only: flag,
  runtime: text,
  scale: amount,
  secrets: list({}),
  security_opt: list(),
  shm_size: amount,
  stdin_open: flag,
  stop_grace_period: text,
  stop_signal: text,
  storage_opt: { type: 'object' },
  sysctls: pairs,
  tmpfs: textOrList,
  tty: flag,
  ulimits: { type: 'object' },
  use_api_socket: flag,
  user: amount,
  userns_mode: text,
  uts: text,
  volumes_from: list(),
  working_dir: text,
})

const named = (schema: JSONSchema): JSONSchema => ({
  type: 'object',
  additionalProperties: { anyOf: [{ type: 'null' }, schema] },
})

const external = either(flag, { type: 'object' })
const driven = { name: text, external, labels: pairs, driver: text, driver_opts: { type: 'object' } }
const given = object({
  name: text,
  external,
  labels: pairs,
  file: text,
  environment: text,
  content: text,
  template_driver: text,
  driver: text,
})

export const composeSchema: JSONSchema = object({
  name: said('The name of the project.', text),
  version: { ...text, deprecationMessage: 'Not needed any more; Compose ignores it.' },
  include: list({}),
  services: said('The containers of the stack.', { type: 'object', additionalProperties: service }),
  networks: named(
    object({
      ...driven,
      attachable: flag,
      enable_ipv4: flag,
      enable_ipv6: flag,
      internal: flag,
      ipam: { type: 'object' },
    }),
  ),
  volumes: named(object(driven)),
  secrets: named(given),
  configs: named(given),
  models: { type: 'object' },
})
