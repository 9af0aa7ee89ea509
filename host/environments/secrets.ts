const secretName = /pass|secret|token|key|credential|auth|private|salt|pwd/i
/** User and password inside a URL. */
const inUrl = /([a-z][a-z0-9+.-]*:\/\/[^\s/:@]*):[^\s/@]+@/gi
const inText = /((?:password|passwd|pwd|secret|token)\s*[=:]\s*)[^\s;,&"']+/gi

const mask = '••••••'

/** Variables with what looks secret masked, by their names and by what stands inside. */
export const maskSecrets = (settings: Readonly<Record<string, string>>): Record<string, string> =>
  Object.fromEntries(
    Object.entries(settings).map(([name, value]) => [
      name,
      secretName.test(name) && value !== ''
        ? mask
        : value.replaceAll(inUrl, `$1:${mask}@`).replaceAll(inText, `$1${mask}`),
    ]),
  )
