import { z } from 'zod'
import { command, wholeNumber } from '../command.ts'
import { UsageError } from '../usage-error.ts'

export const serve = command({
  usage: 'serve',
  summary: 'Serve the browser shell and print its address.',
  detail: 'Runs until Ctrl-C. Where a host runs on the data folder already, prints a new address of it.',
  examples: ['casebench serve', 'casebench serve --port 8650 --json'],
  configure: (cli) =>
    void cli
      .option('--port <number>', 'the port, 0 for any that is free')
      .option('--host <address>', 'the address to listen on; other than loopback needs TLS', '127.0.0.1')
      .option('--tls-cert <file>', 'the certificate, PEM')
      .option('--tls-key <file>', 'its key, PEM')
      .option('--open', 'open the address in the default browser'),
  input: z.object({
    port: wholeNumber.refine((port) => port <= 65_535, 'must be at most 65535').optional(),
    host: z.string().min(1, 'must not be empty'),
    tlsCert: z.string().optional(),
    tlsKey: z.string().optional(),
    open: z.boolean().default(false),
  }),
  run: async (act, { port, host, tlsCert, tlsKey, open }) => {
    if ((tlsCert === undefined) !== (tlsKey === undefined))
      throw new UsageError('--tls-cert and --tls-key go together.')
    const { runServe } = await import('../../entry/serve.ts')
    await runServe({
      dataDir: act.dataDir,
      port,
      host,
      tls: tlsCert && tlsKey ? { cert: act.path(tlsCert), key: act.path(tlsKey) } : undefined,
      open,
      json: act.out.json,
      signal: act.signal,
    })
    return undefined
  },
})
