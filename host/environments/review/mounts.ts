import { type Context, isOn, keepBind, report, textOf } from './context.ts'
import type { DangerKind } from './danger.ts'
import { entriesOf, type Part, under } from './document.ts'
import { isCheck, type Led, leadOf, reachesEngine, touchesGit } from './paths.ts'

interface Mount {
  readonly readOnly: boolean
  readonly line: number
}

/** What is wrong with a mount of the workspace, if anything is. */
const dangerInside = ({ path, shown }: Led, roots: readonly string[]): Found | undefined => {
  if (isCheck(shown))
    return {
      kind: 'check-script',
      sentence: `The container may change ${shown}, which checks run on this machine.`,
    }
  if (touchesGit(path, roots))
    return {
      kind: 'git-folder',
      sentence: `The container may change the workspace's .git (by ${shown}), and with it what git runs here.`,
    }
  return undefined
}

const dangerOutside = ({ path }: Led, { readOnly }: Mount): Found =>
  reachesEngine(path)
    ? {
        kind: 'engine-socket',
        sentence: `The container gets ${path}, by which it may command the engine, and so this machine.`,
      }
    : {
        kind: 'host-mount',
        sentence: `The container may ${readOnly ? 'read' : 'read and change'} ${path} of this machine, which is outside of the workspace.`,
      }

interface Found {
  readonly kind: DangerKind
  readonly sentence: string
}

/** A path of this machine that a container gets. */
const checkBind = (context: Context, source: string, mount: Mount): void => {
  for (const from of context.from) {
    const led = leadOf(source, from, context.roots)
    const { inside, shown } = led
    if (inside) keepBind(context, { path: shown, ...mount })
    if (inside && mount.readOnly) continue
    const found = inside ? dangerInside(led, context.roots) : dangerOutside(led, mount)
    if (found === undefined) continue
    const value = `${shown}${mount.readOnly ? ' read-only' : ''}`
    report(context, found.kind, { value, sentence: found.sentence, line: mount.line })
    return
  }
}

/** `source:target:options` in its three parts; a drive letter is part of the source. */
const shortForm = (text: string): { source: string; options: string[] } | undefined => {
  const parts = text.split(':')
  const drive = /^[A-Za-z]$/.test(parts[0] ?? '') && /^[\\/]/.test(parts[1] ?? '')
  const source = drive ? parts.slice(0, 2).join(':') : parts[0]
  const rest = parts.slice(drive ? 2 : 1)
  if (source === undefined || rest.length === 0) return
  return { source, options: rest.slice(1).at(-1)?.split(',') ?? [] }
}

const isVolumeName = (source: string): boolean => /^[a-zA-Z0-9][\w.-]*$/.test(source)

const checkShort = (context: Context, part: Part): void => {
  const short = shortForm(textOf(context, part))
  if (short === undefined || short.source === '' || isVolumeName(short.source)) return
  checkBind(context, short.source, { readOnly: short.options.includes('ro'), line: part.line })
}

const checkLong = (context: Context, part: Part): void => {
  const [type] = under(part, 'type').map((one) => textOf(context, one))
  const readOnly =
    under(part, 'read_only').length > 0 && under(part, 'read_only').every((one) => isOn(context, one))
  for (const { key, value } of entriesOf(part)) {
    if (key !== 'source' && key !== 'src') continue
    const source = textOf(context, value)
    if (source === '' || (type !== 'bind' && isVolumeName(source))) continue
    if (type === 'image') continue
    checkBind(context, source, { readOnly, line: value.line })
  }
  if (type === 'npipe')
    report(context, 'engine-socket', {
      value: 'npipe',
      sentence: 'The container gets a named pipe of this machine.',
      line: part.line,
    })
}

/** The `volumes` of a service, in the short and in the long form. */
export const checkMounts = (context: Context, part: Part): void => {
  const items = part.kind === 'list' ? part.items : part.kind === 'map' ? [part] : []
  for (const item of items) {
    if (item.kind === 'map') checkLong(context, item)
    else checkShort(context, item)
  }
}

/** The options of a volume of the `local` driver, which can make it any folder of this machine or of another. */
export const checkVolumeOptions = (context: Context, part: Part): void => {
  for (const { key, value } of entriesOf(part)) {
    const text = textOf(context, value)
    if (key === 'device' && /^([/~.\\]|[A-Za-z]:)/.test(text)) {
      checkBind(context, text, { readOnly: false, line: value.line })
      continue
    }
    const harmless =
      (key === 'type' && ['none', 'tmpfs', ''].includes(text)) ||
      (key === 'device' && ['tmpfs', ''].includes(text)) ||
      (key === 'o' && !/addr|username|password|,?device/i.test(text))
    if (harmless) continue
    report(context, 'driver', {
      value: `${key} ${text}`,
      sentence: `The volume is made by an option of its driver (${key}: ${text}), which may reach other disks and machines.`,
      line: value.line,
    })
  }
}
