import { BenchError } from '../../shared/contract/error.ts'

/**
 * An image as people and Compose files name it, https://github.com/distribution/reference (the grammar in reference.go):
 * a name with an optional registry, tag and digest, or an image id.
 */
const reference =
  /^(?:(?<id>(?:sha256:)?[0-9a-f]{64})|(?<name>(?:(?:[a-zA-Z0-9.-]+|\[[0-9a-fA-F:]+\])(?::\d+)?\/)?[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:[._]|__|-+)[a-z0-9]+)*)*)(?::(?<tag>\w[\w.-]{0,127}))?(?:@(?<digest>sha256:[0-9a-f]{64}))?)$/

export interface ImageName {
  /** `sha256:…` where an id was given; empty otherwise. */
  id: string
  /** As Docker shows it, with the tag (`latest` where none was given and no digest); empty for an id. */
  tagged: string
  /** The name without tag; empty for an id. */
  repository: string
  /** The digest by which a registry knows it; empty where none was given. */
  digest: string
}

const homes = ['docker.io/library/', 'index.docker.io/library/', 'docker.io/', 'index.docker.io/']

/** A name without the registry that Docker leaves out. */
const familiar = (name: string): string => {
  const home = homes.find((prefix) => name.startsWith(prefix))
  return home ? name.slice(home.length) : name
}

/** What an image's name says; null where it is none. It can be put into an address of the engine's interface as it is. */
export const readName = (text: string): ImageName | null => {
  const groups = text.length <= 500 ? reference.exec(text)?.groups : undefined
  if (!groups) return null
  const { id, name, tag, digest = '' } = groups
  if (id !== undefined)
    return { id: `sha256:${id.replace('sha256:', '')}`, tagged: '', repository: '', digest: '' }
  const repository = familiar(name ?? '')
  const shown = tag ?? (digest ? '' : 'latest')
  return { id: '', repository, tagged: shown ? `${repository}:${shown}` : '', digest }
}

/** As `readName`. Throws `invalid`. */
export const needName = (text: string): ImageName => {
  const name = readName(text)
  if (name) return name
  throw new BenchError(
    'invalid',
    `"${text.slice(0, 200)}" is no name of an image. Write it as postgres:18 or registry.example/team/app:1.2.`,
  )
}

/** The whole name with its registry, as containerd and Podman keep it. */
export const wholeName = (tagged: string): string => {
  const [first = '', ...rest] = tagged.split('/')
  if (rest.length > 0 && (/[.:]/.test(first) || first === 'localhost')) return tagged
  return rest.length > 0 ? `docker.io/${tagged}` : `docker.io/library/${tagged}`
}
