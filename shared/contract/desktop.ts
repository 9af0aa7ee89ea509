import { z } from 'zod'
import { call } from './define.ts'
import { type ErrorBody, fromErrorBody } from './error.ts'

const path = z.string().min(1).max(4096)
const title = z.string().min(1).max(200)
/** Where in the renderer, as the part of its URL after `#`. */
const route = z.string().max(500)
const secretName = z.string().regex(/^[a-z0-9][a-z0-9.-]{0,99}$/)

/**
 * What the desktop shell can do and a page cannot. Each is validated in the main process; the paths that come
 * back go to the host, which may name paths in this shell.
 */
export const desktopActs = {
  pickFiles: call(
    z.object({
      title,
      many: z.boolean().default(true),
      /** Without the dot; empty for all files. */
      extensions: z
        .array(z.string().regex(/^\w{1,20}$/))
        .max(50)
        .default([]),
    }),
    z.object({ paths: z.array(z.string()) }),
  ),
  pickFolder: call(z.object({ title }), z.object({ path: z.string().nullable() })),
  /** The system's dialog has asked already whether a file that is there may be replaced. */
  pickSavePath: call(
    z.object({ title, suggestedName: z.string().min(1).max(255) }),
    z.object({ path: z.string().nullable() }),
  ),
  reveal: call(z.object({ path }), z.object({})),
  /** `shown` is false where the system has no notifications. A click brings the window to the front, at `route`. */
  notify: call(
    z.object({ title, body: z.string().max(1000), route: route.optional() }),
    z.object({ shown: z.boolean() }),
  ),
  /** Encrypted with the system's key store; null forgets it. */
  storeSecret: call(z.object({ name: secretName, value: z.string().max(8192).nullable() }), z.object({})),
  readSecret: call(z.object({ name: secretName }), z.object({ value: z.string().nullable() })),
  /** Opens an http, https or mailto address in the system's own program. */
  openExternal: call(z.object({ url: z.string().min(1).max(8192) }), z.object({})),
  openWindow: call(z.object({ route }), z.object({})),
} as const

/** What an act may answer with beside the common codes. */
export type DesktopError = 'not-found' | 'refused' | 'no-key-store' | 'full'

type Acts = typeof desktopActs
export type DesktopActName = keyof Acts
export type ActInput<N extends DesktopActName> = z.input<Acts[N]['input']>
export type ActOutput<N extends DesktopActName> = z.output<Acts[N]['output']>

/** Errors travel as values: what a bridge throws arrives in the page without its code. */
export type ActAnswer<T> = { ok: true; value: T } | { ok: false; error: ErrorBody }

/** How the host is, as its supervisor sees it. */
export type HostState =
  | { is: 'starting' }
  | { is: 'running' }
  | { is: 'restarting'; attempt: number; attempts: number; delayMs: number; reason: string }
  | { is: 'failed'; error: ErrorBody }

/** What the native menu asks the page to do: ids of the page's own table of commands. */
export const menuCommands = [
  'case.new',
  'begin.import',
  'begin.sync',
  'bench.backup',
  'go.queue',
  'go.settings',
  'go.sync',
  'window.palette',
  'window.shortcuts',
] as const
export type MenuCommand = (typeof menuCommands)[number]

/** The `data` of the window message that carries a `MessagePort` to the host in `ports[0]`. */
export type PortHandOver = 'casebench:port'

/** What the preload exposes as `window.casebench` in the desktop shell, and only there. */
export interface DesktopBridge {
  readonly shell: 'desktop'
  readonly platform: string
  readonly acts: { readonly [N in DesktopActName]: (input: ActInput<N>) => Promise<ActAnswer<ActOutput<N>>> }
  /**
   * Asks for a port to the host. It arrives as a `message` event of this window with `PortHandOver` as data, as
   * soon as the host runs and again each time it was restarted; the latest port replaces the former one.
   */
  connect(): void
  /** Tells the state now and at each change. */
  onHost(listener: (state: HostState) => void): () => void
  /** Starts a failed host again. */
  retryHost(): void
  onCommand(listener: (command: MenuCommand) => void): () => void
  onRoute(listener: (route: string) => void): () => void
  /** The path of a dropped or picked file, or '' where it has none on disk (a pasted image). */
  pathForFile(file: unknown): string
}

/** The acts as functions that throw `BenchError`, and the paths of files. */
export type DesktopClient = {
  readonly [N in DesktopActName]: (input: ActInput<N>) => Promise<ActOutput<N>>
} & Pick<DesktopBridge, 'pathForFile'>

/** A bridge as the page uses it. */
export const desktopClient = ({
  acts,
  pathForFile,
}: Pick<DesktopBridge, 'acts' | 'pathForFile'>): DesktopClient => {
  const act =
    (name: DesktopActName) =>
    async (input: never): Promise<unknown> => {
      const answer = await (acts[name] as (input: never) => Promise<ActAnswer<unknown>>)(input)
      if (!answer.ok) throw fromErrorBody(answer.error)
      return answer.value
    }
  const names = Object.keys(desktopActs) as DesktopActName[]
  const table = Object.fromEntries(names.map((name) => [name, act(name)]))
  return { ...table, pathForFile } as unknown as DesktopClient
}

/** Sent to the host's process; `connect` carries a port. */
export type ToHost = { type: 'ping' } | { type: 'connect' } | { type: 'stop' }

/** Sent by the host's process; after `refused` it waits to be ended, and starting it again would not help. */
export type FromHost = { type: 'ready' } | { type: 'pong' } | { type: 'refused'; error: ErrorBody }

/** Between two heartbeats. Both sides count beats and not time, so that a laptop's sleep breaks nothing. */
export const heartbeatMs = 5_000

/** Beats without an answer after which the shell takes the host for hung. */
export const missedBeatsAtMost = 6
