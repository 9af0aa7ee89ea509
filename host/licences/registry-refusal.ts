import { readName } from '../vault/names.ts'

export interface Refusal {
  reason: 'login' | 'licence' | 'unknown' | 'limit' | 'offline' | 'certificate' | 'disk' | 'other'
  /** What failed and what to do next. */
  sentence: string
  /** The registry where a login would help; null where it would not. */
  login: string | null
}

const registryOf = (image: string): string => {
  const [first = '', ...rest] = image.split('/')
  return rest.length > 0 && /[.:]|^localhost$/.test(first) ? first : 'docker.io'
}

type Rule = [Refusal['reason'], RegExp]

/** In this order: a registry that wants a login often says as well that there is no such image. */
const rules: readonly Rule[] = [
  ['disk', /no space left on device|disk quota exceeded/i],
  ['limit', /toomanyrequests|too many requests|rate limit|pull limit|\b429\b/i],
  ['licence', /licen[cs]e|terms and (restrictions|conditions)|accept the|agreement/i],
  ['certificate', /x509|certificate|tls: /i],
  [
    'offline',
    /no such host|network is unreachable|i\/o timeout|connection refused|connection reset|temporary failure in name resolution|server misbehaving|Client\.Timeout|proxyconnect|EOF$|no route to host|deadline exceeded/i,
  ],
  [
    'unknown',
    /manifest unknown|manifest for .* not found|no matching manifest|tag .* not found|\bnot found\b|\b404\b/i,
  ],
  [
    'login',
    /unauthorized|authentication required|no basic auth|denied|forbidden|incorrect username or password|insufficient[_ ]scope|\b401\b|\b403\b/i,
  ],
]

/**
 * What a registry meant when it did not give an image, out of what the engine's command said. `login` is where an account
 * is made and `licence` what must be accepted, where the recipe of the image knows.
 */
export const registryRefusal = (
  image: string,
  said: string,
  known: { login?: { url: string } | null; licence?: { name: string; url: string } | null } = {},
): Refusal => {
  const registry = registryOf(image)
  const name = readName(image)?.tagged || image
  const found = rules.find(([, pattern]) => pattern.test(said))?.[0] ?? 'other'
  // A vendor's registry says "denied" both to who is not logged in and to who has not accepted.
  const reason =
    found === 'login' && known.licence && /denied|forbidden|\b403\b/i.test(said) ? 'licence' : found
  const line = said.trim().split('\n').at(-1)?.slice(0, 300) ?? ''
  const login = ['login', 'licence', 'limit'].includes(reason) ? registry : null
  return { reason, sentence: sentences(reason, { name, registry, line, ...known }), login }
}

interface Facts {
  name: string
  registry: string
  line: string
  login?: { url: string } | null
  licence?: { name: string; url: string } | null
}

const sentences = (reason: Refusal['reason'], { name, registry, line, login, licence }: Facts): string => {
  const account = login ? ` An account is made at ${login.url}.` : ''
  switch (reason) {
    case 'login':
      return `${registry} wants a login for ${name}. Log the engine in there with your account, then try again.${account}`
    case 'licence':
      return `${registry} does not give ${name} to this login: its licence${licence ? ` "${licence.name}"` : ''} was not accepted there. Log in at ${licence?.url ?? `https://${registry}`} with the same account, accept it, then try again. The engine must be logged in with that account, too.${account}`
    case 'unknown':
      return `${registry} has no image ${name}. Look at the tag in the Compose file; an image without a public tag may also want a login.`
    case 'limit':
      return `${registry} gives no more images for now: its limit is reached. Log the engine in there, wait an hour, or load the image from the vault.`
    case 'offline':
      return `${registry} cannot be reached, so ${name} cannot be pulled. Bring it into the vault from a machine that has it, or try again later.`
    case 'certificate':
      return `${registry} has a certificate that the engine does not trust (${line}). Give the engine the certificate of your proxy, then try again.`
    case 'disk':
      return `The disk of the engine is full, so ${name} cannot be pulled. Free some space, then try again.`
    default:
      return `${name} could not be pulled: ${line}`
  }
}
