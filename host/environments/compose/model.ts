import { z } from 'zod'

const text = z.string()
const scalar = z.union([z.string(), z.number(), z.boolean(), z.null()])

/** A port as Compose 1 (`"127.0.0.1:80:8080/tcp"`) or 2 (an object) writes it. */
const port = z.union([
  z.string(),
  z.number(),
  z.looseObject({
    target: z.coerce.number(),
    published: z.union([z.string(), z.number()]).optional(),
    protocol: z.string().optional(),
    host_ip: z.string().optional(),
  }),
])
export type ResolvedPort = z.output<typeof port>

const labels = z.union([z.array(text), z.record(z.string(), scalar)])

const resolvedService = z.looseObject({
  image: text.optional(),
  build: z.union([text, z.looseObject({ labels: labels.optional() })]).optional(),
  container_name: text.optional(),
  profiles: z.array(text).optional(),
  ports: z.array(port).optional(),
  labels: labels.optional(),
  environment: z.record(z.string(), scalar).optional(),
  networks: z.union([z.array(text), z.record(z.string(), z.unknown())]).optional(),
  network_mode: text.optional(),
  depends_on: z.union([z.array(text), z.record(z.string(), z.unknown())]).optional(),
  'x-casebench': z.unknown().optional(),
})
export type ResolvedService = z.output<typeof resolvedService>

const resource = z.looseObject({
  name: text.optional(),
  external: z.unknown().optional(),
  labels: labels.optional(),
})
export type ResolvedResource = z.output<typeof resource>

const resources = z.record(z.string(), resource.nullable())

/** What `config` of any Compose command prints, as far as it is looked at. */
export const resolvedFile = z.looseObject({
  services: z.record(z.string(), resolvedService),
  networks: resources.nullish(),
  volumes: resources.nullish(),
})
export type ResolvedFile = z.output<typeof resolvedFile>
