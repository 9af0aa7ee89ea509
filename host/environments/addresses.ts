import type { ServiceStatus } from '../../shared/contract/environments.ts'

/** Ports that speak no HTTP, so that no URL is made of them. */
const notHttp = new Set([5432, 3306, 1521, 6379, 27017, 61616, 5672, 9092, 2181, 8009, 22])

const variable = (service: string) => service.toUpperCase().replaceAll(/[^A-Z0-9]/g, '_')

/**
 * Where each published port is reached, as variables: `CASEBENCH_<SERVICE>_HOST`, `_PORT` and `_URL` for the first
 * port of a service, `_PORT_<CONTAINER PORT>` for each.
 */
export const addressesOf = (services: readonly ServiceStatus[]): Record<string, string> => {
  const found: Record<string, string> = {}
  for (const { service, ports } of services) {
    const name = `CASEBENCH_${variable(service)}`
    for (const { container, host, port } of ports) {
      found[`${name}_PORT_${container}`] ??= String(port)
      if (`${name}_HOST` in found) continue
      found[`${name}_HOST`] = host
      found[`${name}_PORT`] = String(port)
      if (!notHttp.has(container)) found[`${name}_URL`] = `http://${host}:${port}`
    }
  }
  return found
}
