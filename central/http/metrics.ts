import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

export interface Metrics {
  readonly registry: Registry
  answered(route: string, status: number, seconds: number): void
  refused(code: string): void
  /** A number that is asked for whenever the metrics are read. */
  gauge(name: string, help: string, read: () => number): void
}

/** Prometheus metrics of this process, in a registry of their own. */
export const createMetrics = (): Metrics => {
  const registry = new Registry()
  collectDefaultMetrics({ register: registry })
  const requests = new Counter({
    name: 'casebench_http_requests_total',
    help: 'Requests answered, by route and status.',
    labelNames: ['route', 'status'],
    registers: [registry],
  })
  const seconds = new Histogram({
    name: 'casebench_http_request_seconds',
    help: 'Time until an answer was written, by route.',
    labelNames: ['route'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60],
    registers: [registry],
  })
  const refusals = new Counter({
    name: 'casebench_refused_total',
    help: 'Requests that were not let in, by reason.',
    labelNames: ['code'],
    registers: [registry],
  })
  return {
    registry,
    answered: (route, status, took) => {
      requests.inc({ route, status: String(status) })
      seconds.observe({ route }, took)
    },
    refused: (code) => refusals.inc({ code }),
    gauge: (name, help, read) => {
      new Gauge({
        name,
        help,
        registers: [registry],
        collect() {
          this.set(read())
        },
      })
    },
  }
}
