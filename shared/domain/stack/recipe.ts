import { z } from 'zod'

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/)
const words = z.string().min(1).max(2000)
const containerPath = z.string().regex(/^\/[^\0]*$/)

/**
 * What a connection speaks: a recipe that offers an interface and one that uses it can be wired. `jdbc:` names the
 * database by the subprotocol of its JDBC URL.
 */
export const interfaceNames = [
  'http',
  'ajp',
  'jdbc:postgresql',
  'jdbc:mysql',
  'jdbc:mariadb',
  'jdbc:oracle',
  'openwire',
  'amqp',
  'kafka',
  'zookeeper',
  'redis',
  'mongodb',
  'elasticsearch',
  'opensearch',
  'solr',
  'oidc',
] as const
export const interfaceName = z.enum(interfaceNames)
export type InterfaceName = (typeof interfaceNames)[number]

/** A version that can be run, and the tag of its image. */
const recipeVersion = z.object({ version: words, tag: words })

/** An image, and which versions of the product it holds; the first whose range takes a version is used. */
const recipeImage = z.object({
  /** Without tag, with the registry where it is not Docker Hub. */
  image: words,
  /** Versions as an inclusive range of dotted numbers, `10` to `10.1` takes 10.0.1 and 10.1.28; both empty take all. */
  from: z.string().max(50).default(''),
  to: z.string().max(50).default(''),
  /** How a tag is made of a version: `{version}`, `{major}`, `{minor}` (as `10.1`). */
  tag: words,
  /** Tags that are known to exist, oldest first. */
  versions: z.array(recipeVersion).max(200).default([]),
})

const port = z.object({
  name: slug,
  container: z.int().min(1).max(65_535),
  /** The path that a browser opens; null where it is not for one. */
  open: z.string().nullable().default(null),
})

const health = z.object({
  /** As Compose takes it: `["CMD", …]` or `["CMD-SHELL", "…"]`. It uses only what is in the image. */
  test: z.array(z.string()).min(2),
  intervalSeconds: z.int().min(1).default(5),
  timeoutSeconds: z.int().min(1).default(5),
  retries: z.int().min(1).default(24),
  startSeconds: z.int().min(0).default(0),
})

/** A file that is written into the workspace and mounted; `{name}` stands for values of the service and its wires. */
const configFile = z.object({
  path: containerPath,
  /** Its name in the folder of the service. */
  name: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  text: z.string().max(100_000),
})

const offer = z.object({
  interface: interfaceName,
  port: z.int().min(1).max(65_535),
  /** Values that a wire may use beside `{host}` and `{port}`: database, user, password, path … */
  values: z.record(z.string(), z.string()).default({}),
  /** The URL by which clients reach it, with values in braces. */
  url: words,
})

/** What a product does to use an interface that another offers: files and variables, with the other's values. */
const use = z.object({
  interface: interfaceName,
  environment: z.record(z.string(), z.string()).default({}),
  config: z.array(configFile).default([]),
  /** The driver it needs that is not in its image, and the folder where it is mounted. */
  driver: z.object({ purl: words, folder: containerPath }).nullable().default(null),
  note: z.string().max(2000).default(''),
})

/** One product as a building block of an environment. A recipe is data: reviewed, checked against this, never run. */
export const recipe = z.object({
  id: slug,
  title: words,
  /** Where it stands in a list of choices. */
  group: z.enum(['proxy', 'server', 'messaging', 'database', 'search', 'identity', 'runtime']),
  /** Package URLs without versions, and names in any case, by which components are recognised. */
  match: z.object({ purls: z.array(words).default([]), names: z.array(words).min(1) }),
  images: z.array(recipeImage).min(1),
  /** The version to take where a component names none. */
  newest: words,
  ports: z.array(port).default([]),
  environment: z.record(z.string(), z.string()).default({}),
  command: z.array(z.string()).nullable().default(null),
  health: health.nullable(),
  /** What its first start usually takes, in seconds. */
  startSeconds: z.int().min(1),
  memoryMb: z.int().min(16),
  /** Named volumes with its data. */
  volumes: z.array(z.object({ name: slug, path: containerPath })).default([]),
  config: z.array(configFile).default([]),
  offers: z.array(offer).default([]),
  uses: z.array(use).default([]),
  /** How the running software says its version: a command in the container, and where in its output the version is. */
  reports: z
    .object({ command: z.array(z.string()).min(1), pattern: z.string() })
    .nullable()
    .default(null),
  /** What a person must have accepted before the image may be used, and where. */
  licence: z.object({ name: words, url: z.url() }).nullable().default(null),
  /** The registry that wants a login, and where an account is made. */
  login: z.object({ registry: words, url: z.url() }).nullable().default(null),
  /** What to know before one uses it. */
  notes: z.array(words).default([]),
  /** Where its settings are described. */
  links: z.array(z.object({ title: words, url: z.url() })).default([]),
})
export type Recipe = z.output<typeof recipe>
