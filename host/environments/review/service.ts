import { serviceExtension } from '../../../shared/domain/stack/service-extension.ts'
import { checkBuild, checkDockerfile, isRemote } from './build.ts'
import { type Context, checkFile, isOn, report, textOf } from './context.ts'
import type { DangerKind } from './danger.ts'
import { eachOf, entriesOf, namedOf, type Part, under } from './document.ts'
import { interpolate } from './interpolate.ts'
import { checkLabels } from './labels.ts'
import { checkMounts } from './mounts.ts'
import { checkPorts } from './ports.ts'

export type Check = (context: Context, part: Part) => void

const plainly =
  (kind: DangerKind, sentence: (value: string) => string): Check =>
  (context, part) => {
    for (const item of eachOf(part)) {
      const value = item.kind === 'scalar' ? textOf(context, item) : JSON.stringify(plain(context, item))
      if (value !== '') report(context, kind, { value, sentence: sentence(value), line: item.line })
    }
  }

/** A part as plain data, for a fingerprint: the same before and after Compose has put its variables in. */
const plain = ({ variables }: Pick<Context, 'variables'>, part: Part): unknown => {
  const of = (one: Part): unknown => plain({ variables }, one)
  if (part.kind === 'scalar') return interpolate(part.text, variables).text
  if (part.kind === 'list') return part.items.map(of)
  return part.entries
    .map(({ key, value }): [string, unknown] => [key, of(value)])
    .toSorted(([one], [other]) => (one < other ? -1 : 1))
}

/** A mode such as `network_mode`: its own values and those of another service of the file are safe. */
const mode =
  (what: string, safe: readonly string[]): Check =>
  (context, part) => {
    const value = textOf(context, part).trim()
    if (value === '' || safe.includes(value) || /^service:/.test(value)) return
    const other = /^container:/.test(value)
    report(context, other ? 'other-container' : 'host-namespace', {
      value: `${what} ${value}`,
      sentence: other
        ? `The container shares the ${what} of ${value.slice(10)}, a container that is not of this environment.`
        : `The container shares the ${what} with this machine or with others (${value}).`,
      line: part.line,
    })
  }

/** What a container has anyway, https://docs.docker.com/engine/containers/run/#runtime-privilege-and-linux-capabilities */
const given = new Set(
  'CHOWN DAC_OVERRIDE FSETID FOWNER MKNOD NET_RAW SETGID SETUID SETFCAP SETPCAP NET_BIND_SERVICE SYS_CHROOT KILL AUDIT_WRITE'.split(
    ' ',
  ),
)

const files =
  (what: string): Check =>
  (context, part) => {
    for (const item of eachOf(part)) {
      const paths = item.kind === 'map' ? under(item, 'path') : [item]
      for (const path of paths) checkFile(context, textOf(context, path), { what, line: path.line })
    }
  }

const checkExtension: Check = (context, part) => {
  for (const { key, value, line } of entriesOf(part)) {
    if (key !== 'process') continue
    const command = under(value, 'command').flatMap((one) => eachOf(one))
    const said = command.map((one) => (one.kind === 'scalar' ? one.text : '')).join(' ')
    report(context, 'local-process', {
      value: JSON.stringify(plain(context, value)),
      sentence: `It is no container: Casebench runs "${said}" on this machine, with all that you may do.`,
      line,
    })
  }
  if (part.kind !== 'map')
    report(context, 'unknown-key', {
      value: 'x-casebench',
      sentence: 'x-casebench has to be a mapping.',
      line: part.line,
    })
  for (const { key, line } of entriesOf(part))
    if (!Object.hasOwn(serviceExtension.shape, key))
      report(context, 'unknown-key', {
        value: `x-casebench ${key}`,
        sentence: `Casebench does not know ${key}.`,
        line,
      })
}

const checkExtends: Check = (context, part) => {
  for (const file of under(part, 'file')) {
    const path = textOf(context, file)
    if (isRemote(path))
      report(context, 'remote-include', {
        value: path,
        sentence: `The service is made from ${path}, which is fetched from elsewhere.`,
        line: file.line,
      })
    else checkFile(context, path, { what: 'extends', line: file.line })
  }
}

const many = 50

const checkCount: Check = (context, part) => {
  const value = textOf(context, part)
  if (!/^\d+$/.test(value) || Number(value) > many)
    report(context, 'many-containers', {
      value,
      sentence: `It starts ${value} containers, more than this machine may bear.`,
      line: part.line,
    })
}

const deployment: Record<string, Check> = {
  replicas: checkCount,
  labels: checkLabels,
  restart_policy: (context, part) => {
    for (const condition of under(part, 'condition')) checkRestart(context, condition)
  },
  resources: (context, part) => {
    for (const reserved of under(part, 'reservations'))
      for (const devices of under(reserved, 'devices')) checkGraphics(context, devices)
  },
}

/** What else stands there is for a cluster. */
const checkDeploy: Check = (context, part) => {
  for (const { key, value } of entriesOf(part))
    if (Object.hasOwn(deployment, key)) deployment[key]?.(context, value)
}

const checkRestart: Check = (context, part) => {
  const value = textOf(context, part)
  if (['', 'no', 'false', 'none'].includes(value) || value.startsWith('on-failure')) return
  report(context, 'restart', {
    value,
    sentence: `The engine starts it again by itself (${value}), also after this machine was off.`,
    line: part.line,
  })
}

const checkGraphics: Check = (context, part) =>
  report(context, 'resources', {
    value: JSON.stringify(plain(context, part)),
    sentence: 'The container gets devices such as graphics cards.',
    line: part.line,
  })

const checkHooks: Check = (context, part) => {
  for (const hook of eachOf(part))
    for (const privileged of under(hook, 'privileged'))
      if (isOn(context, privileged)) checks.privileged?.(context, privileged)
}

const checks: Record<string, Check> = {
  'x-casebench': checkExtension,
  build: checkBuild,
  dockerfile: checkDockerfile,
  extends: checkExtends,
  volumes: checkMounts,
  ports: checkPorts,
  labels: checkLabels,
  deploy: checkDeploy,
  scale: checkCount,
  restart: checkRestart,
  gpus: checkGraphics,
  post_start: checkHooks,
  pre_stop: checkHooks,
  network_mode: mode('network', ['bridge', 'none', 'default']),
  net: mode('network', ['bridge', 'none', 'default']),
  pid: mode('processes', []),
  ipc: mode('memory', ['none', 'private', 'shareable']),
  uts: mode('host name', []),
  userns_mode: mode('users', []),
  cgroup: mode('control group', ['private']),
  cgroup_parent: plainly(
    'host-namespace',
    (value) => `The container is put into the control group ${value} of this machine.`,
  ),
  env_file: files('env_file'),
  label_file: files('label_file'),
  privileged: (context, part) => {
    if (isOn(context, part))
      report(context, 'privileged', {
        value: '',
        sentence: 'The container gets all rights of this machine.',
        line: part.line,
      })
  },
  use_api_socket: (context, part) => {
    if (isOn(context, part))
      report(context, 'engine-socket', {
        value: 'use_api_socket',
        sentence: 'The container may command the engine, and so this machine.',
        line: part.line,
      })
  },
  cap_add: (context, part) => {
    for (const item of eachOf(part)) {
      const value = textOf(context, item).toUpperCase().replace(/^CAP_/, '')
      if (value === '' || given.has(value)) continue
      const sentence = `The container gets the right ${value}, which containers do not have.`
      report(context, 'capability', { value, sentence, line: item.line })
    }
  },
  devices: plainly('device', (value) => `The container gets the device ${value} of this machine.`),
  device_cgroup_rules: plainly(
    'device',
    (value) => `The container may use devices of this machine (${value}).`,
  ),
  security_opt: (context, part) => {
    for (const item of eachOf(part)) {
      const value = textOf(context, item)
      if (/^no-new-privileges([:=]true)?$/.test(value)) continue
      const sentence = `It changes what keeps the container in (${value}).`
      report(context, 'security-option', { value, sentence, line: item.line })
    }
  },
  volumes_from: (context, part) => {
    for (const item of eachOf(part)) {
      const value = textOf(context, item)
      if (/^container:/.test(value))
        report(context, 'other-container', {
          value,
          sentence: `It takes the volumes of ${value.slice(10)}, a container that is not of this environment.`,
          line: item.line,
        })
    }
  },
  external_links: plainly(
    'other-container',
    (value) => `It reaches ${value}, a container that is not of this environment.`,
  ),
  runtime: (context, part) => {
    const value = textOf(context, part)
    if (!['', 'runc', 'crun'].includes(value))
      report(context, 'runtime', {
        value,
        sentence: `It is run by ${value} and not by the engine's own.`,
        line: part.line,
      })
  },
  credential_spec: plainly('outside-file', (value) => `It takes credentials of this machine (${value}).`),
  provider: plainly('host-program', (value) => `Compose runs a program of this machine for it (${value}).`),
  logging: (context, part) => {
    for (const driver of under(part, 'driver')) checkLogDriver(context, driver)
  },
  log_driver: (context, part) => checkLogDriver(context, part),
  annotations: (context, part) => {
    for (const { name, line } of namedOf(part))
      report(context, 'runtime', {
        value: `annotation ${name}`,
        sentence: `It tells what runs the container something beside its settings (${name}), which may give it devices or files of this machine.`,
        line,
      })
  },
  volume_driver: plainly('driver', (value) => `Its volumes are made by the driver ${value}.`),
  extra_hosts: (context, part) => {
    for (const item of namedOf(part))
      if (`${item.name}${item.text}`.includes('host-gateway'))
        report(context, 'host-gateway', {
          value: item.name,
          sentence: 'The container reaches programs of this machine by its gateway.',
          line: item.line,
        })
  },
  container_name: plainly(
    'container-name',
    (value) => `Its name ${value} is fixed: two environments cannot run at once.`,
  ),
  oom_kill_disable: (context, part) => {
    if (isOn(context, part))
      report(context, 'resources', {
        value: 'oom_kill_disable',
        sentence: 'It is never ended for want of memory; others are.',
        line: part.line,
      })
  },
}

const checkLogDriver: Check = (context, part) => {
  const value = textOf(context, part)
  if (!['', 'json-file', 'local', 'none', 'journald', 'k8s-file'].includes(value))
    report(context, 'logging', { value, sentence: `Its log is sent elsewhere by ${value}.`, line: part.line })
}

/** Keys that say nothing about what is outside of the container. */
const harmless = new Set(
  `image command entrypoint environment depends_on healthcheck expose networks profiles user working_dir stdin_open tty init
  stop_signal stop_grace_period hostname domainname dns dns_search dns_opt ulimits shm_size tmpfs read_only mem_limit
  mem_reservation memswap_limit mem_swappiness cpus cpu_count cpu_percent cpu_shares cpu_quota cpu_period cpu_rt_runtime
  cpu_rt_period cpuset links secrets configs cap_drop sysctls platform pull_policy pull_refresh_after mac_address isolation
  storage_opt blkio_config group_add oom_score_adj pids_limit attach develop models`.split(/\s+/),
)

/** Everything of one service, also what Casebench does not know: that is refused, since it may reach anywhere. */
export const checkService = (context: Context, part: Part): void => {
  for (const { key, value, line } of entriesOf(part)) {
    const check = Object.hasOwn(checks, key) ? checks[key] : undefined
    if (check !== undefined) check(context, value)
    else if (!harmless.has(key) && !key.startsWith('x-'))
      report(context, 'unknown-key', {
        value: key,
        sentence: `Casebench does not know what ${key} lets a container do.`,
        line,
      })
  }
}
