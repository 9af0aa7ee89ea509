import { z } from 'zod'

const slug = z.string().regex(/^[a-z][a-z0-9-]*$/)
const words = z.string().min(1).max(2000)
const containerPath = z.string().regex(/^\/[^\0]*$/)
const texts = z.record(z.string(), z.string())

/**
 * What a connection speaks: a recipe that offers an interface and one that uses it can be wired. `jdbc:` names the
 * database by the subprotocol of its JDBC URL.
 */
const interfaceNames = [
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
const interfaceName = z.enum(interfaceNames)
export type InterfaceName = (typeof interfaceNames)[number]

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
})

/**
 * A file that is written into the folder of the service and mounted read-only. In its text, as in every text of a recipe,
 * `{name}` stands for a value: of the service (`{service}`, `{version}`, `{password}` …), of the service at the other end
 * of a wire (`{to.host}`, `{to.port}`, `{to.url}`, `{to.user}` …), or for what wires put there (`{fragments.name}`).
 */
const configFile = z.object({
  path: containerPath,
  /** Its name in the folder of the service. */
  name: z.string().regex(/^[\w.-]+(\/[\w.-]+)*$/),
  text: z.string().max(100_000),
  /** Written only where a wire gives one of its fragments; the image's own file is used otherwise. */
  whenWired: z.boolean().default(false),
})

const offer = z.object({
  interface: interfaceName,
  port: z.int().min(1).max(65_535),
  /** Values that a wire may use beside `{to.host}`, `{to.port}` and the service's own: path, driver class … */
  values: texts.default({}),
  /** The URL by which clients in the environment reach it, with `{host}` and `{port}`. */
  url: words,
  /** Files that it needs only while something uses it. */
  config: z.array(configFile).default([]),
})

/** What a product does to use an interface that another offers: files and variables, with the other's values. */
const use = z.object({
  interface: interfaceName,
  environment: texts.default({}),
  /** Text for each wire, put where a file of the recipe says `{fragments.name}`, one below the other. */
  fragments: texts.default({}),
  /** The driver it needs that is not in its image, the folder where it is mounted, and what else would do. */
  driver: z
    .object({ purl: words, folder: containerPath, instead: z.array(words).default([]) })
    .nullable()
    .default(null),
  /** Of the uses with the same slot, only the first that finds a partner is wired: a product with one database. */
  slot: slug.nullable().default(null),
  /** It does not start without: a partner is added where the components name none. */
  required: z.boolean().default(false),
  /** What to know of the wire. */
  note: z.string().max(2000).default(''),
})

/** What a service of a recipe is made of; an image may differ in any of it. */
const body = z.object({
  /** Values of its own; `{secret}` stands for a sample password that is made for the environment. */
  values: texts,
  ports: z.array(port),
  environment: texts,
  command: z.array(z.string()).nullable(),
  health: health.nullable(),
  /** What its first start usually takes, in seconds. */
  startSeconds: z.int().min(1),
  memoryMb: z.int().min(16),
  /** Named volumes with its data. */
  volumes: z.array(z.object({ name: slug, path: containerPath })),
  /** Folders of the service in the workspace that a person fills: applications, drivers; with what belongs there. */
  folders: z.array(
    z.object({ name: slug, path: containerPath, holds: words, writable: z.boolean().default(false) }),
  ),
  config: z.array(configFile),
  offers: z.array(offer),
  uses: z.array(use),
  /** Interfaces whose URL it gets as a variable (`POSTGRES_URL` for a service `postgres`) and does nothing else with. */
  knows: z.array(interfaceName),
  /** How the running software says its version: a command in the container, and where in its output the version is. */
  reports: z.object({ command: z.array(z.string()).min(1), pattern: z.string() }).nullable(),
  /** What a person must have accepted before the image may be used, and where. */
  licence: z.object({ name: words, url: z.url() }).nullable(),
  /** The registry that wants a login, and where an account is made. */
  login: z.object({ registry: words, url: z.url() }).nullable(),
})

/** A tag that exists: a version whose tag follows the image's pattern, or both where it does not. */
const recipeVersion = z.union([
  words.transform((version) => ({ version, tag: '' })),
  z.object({ version: words, tag: words }),
])

/** An image, and which versions of the product it holds; the first whose range takes a version is used. */
const recipeImage = z.object({
  /** Without tag, with the registry where it is not Docker Hub. */
  image: words,
  /** Versions as an inclusive range of dotted numbers, `10` to `10.1` takes 10.0.1 and 10.1.28; both empty take all. */
  from: z.string().max(50).default(''),
  to: z.string().max(50).default(''),
  /** How a tag is made of a version: `{version}`, `{major}`, `{minor}` (as `10.1`). */
  tag: words,
  /** Tags that are known to exist, oldest first; with `tag` empty, it is made by the pattern. */
  versions: z.array(recipeVersion).min(1).max(400),
  /** Tags of the same versions on other Java releases: `{version}-jdk{java}`, and for which versions each exists. */
  java: z
    .object({
      tag: words,
      releases: z.array(
        z.object({ java: z.int(), from: z.string().max(50), to: z.string().max(50).default('') }),
      ),
    })
    .nullable()
    .default(null),
  /** Another image for versions that an earlier one has too; named in the file, never taken without being asked for. */
  alternative: z.boolean().default(false),
  /** What to know of this image. */
  note: z.string().max(2000).default(''),
  /**
   * In what a service of this image differs: `environment` and `values` are added, null takes a variable away; all else
   * takes the place of the recipe's.
   */
  differs: body
    .partial()
    .extend({ environment: z.record(z.string(), z.string().nullable()).optional() })
    .default({}),
})

/** One product as a building block of an environment. A recipe is data: reviewed, checked against this, never run. */
export const recipe = z.strictObject({
  id: slug,
  title: words,
  /** Where it stands in a list of choices. */
  group: z.enum(['proxy', 'server', 'messaging', 'database', 'search', 'identity', 'runtime']),
  /** Package URLs without versions, and names in any case, by which components are recognised. */
  match: z.object({ purls: z.array(words).default([]), names: z.array(words).min(1) }),
  /** How versions are also written: a pattern, and what to read for it (`1.8.0_392` is `8u392`). */
  spellings: z.array(z.object({ pattern: words, version: words })).default([]),
  images: z.array(recipeImage).min(1),
  /** The version to take where a component names none. */
  newest: words,
  /** It runs on Java, so that a Java release among the components chooses its tag. */
  java: z.boolean().default(false),
  ...body.shape,
  values: body.shape.values.default({}),
  ports: body.shape.ports.default([]),
  environment: body.shape.environment.default({}),
  command: body.shape.command.default(null),
  volumes: body.shape.volumes.default([]),
  folders: body.shape.folders.default([]),
  config: body.shape.config.default([]),
  offers: body.shape.offers.default([]),
  uses: body.shape.uses.default([]),
  knows: body.shape.knows.default([]),
  reports: body.shape.reports.default(null),
  licence: body.shape.licence.default(null),
  login: body.shape.login.default(null),
  /** What to know before one uses it. */
  notes: z.array(words).default([]),
  /** Where its settings are described. */
  links: z.array(z.object({ title: words, url: z.url() })).default([]),
})
export type Recipe = z.output<typeof recipe>
export type RecipeImage = Recipe['images'][number]
/** What a service of one image of a recipe is made of. */
export type RecipeBody = z.output<typeof body>
