import type { Bench } from './report.ts'

/** Every bench by the name it is run under; each is loaded alone, so that what one needs is in no other's memory. */
export const benches: Readonly<Record<string, () => Promise<Bench>>> = {
  attach: async () => (await import('./attach.ts')).attach,
  bisect: async () => (await import('./bisect/run.ts')).bisectBench,
  env: async () => (await import('./env/run.ts')).envBench,
  import: async () => (await import('./import.ts')).importBench,
  list: async () => (await import('./list.ts')).list,
  record: async () => (await import('./record.ts')).record,
  open: async () => (await import('./open.ts')).open,
  search: async () => (await import('./search.ts')).search,
  snapshots: async () => (await import('./snapshots/run.ts')).snapshotsBench,
  start: async () => (await import('./start.ts')).start,
  sync: async () => (await import('./sync/run.ts')).syncBench,
  'sync-blobs': async () => (await import('./blobs/sync-blobs.ts')).syncBlobs,
  terminal: async () => (await import('./terminal.ts')).terminal,
  'terminal-latency': async () => (await import('./terminal-latency.ts')).terminalLatency,
  ui: async () => (await import('./ui.ts')).ui,
  unpack: async () => (await import('./unpack.ts')).unpack,
  write: async () => (await import('./write.ts')).write,
}
