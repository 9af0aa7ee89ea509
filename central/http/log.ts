import type { FastifyRequest, FastifyServerOptions } from 'fastify'

export const logLevels = ['error', 'warn', 'info', 'debug', 'silent'] as const
export type LogLevel = (typeof logLevels)[number]

export interface LogSink {
  write(line: string): void
}

const SECRET = ['token', 'password', 'link', 'adminLink', 'authorization', 'cookie', 'set-cookie', 'secret']

/** One line of JSON for each entry; what may hold a secret is never written, wherever in an entry it stands. */
export const logOptions = (
  level: LogLevel,
  stream: LogSink,
): NonNullable<FastifyServerOptions['logger']> => ({
  level,
  stream,
  base: { service: 'casebench-central', pid: process.pid },
  timestamp: () => `,"time":"${new Date().toISOString()}"`,
  formatters: { level: (label) => ({ level: label }) },
  redact: {
    paths: SECRET.flatMap((name) => {
      const key = `["${name}"]`
      return [key, `*${key}`, `*.*${key}`]
    }),
    censor: '[redacted]',
  },
  serializers: {
    // The address of a request may hold a secret that somebody pasted there; the route's pattern holds none.
    req: ({ method, routeOptions }: FastifyRequest) => ({ method, route: routeOptions.url ?? '(unknown)' }),
  },
})
