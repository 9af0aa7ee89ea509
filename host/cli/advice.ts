import { z } from 'zod'
import type { ErrorBody } from '../../shared/contract/error.ts'

const texts = z.array(z.string()).optional().catch(undefined)

/** The facts of errors out of which a command can be said. What is not of this shape says nothing. */
const facts = z
  .object({
    needed: z
      .array(z.object({ image: z.string() }))
      .optional()
      .catch(undefined),
    dangers: z
      .array(z.object({ id: z.string() }))
      .optional()
      .catch(undefined),
    images: texts,
    unpublished: texts,
    /** The registry that wants a login. */
    login: z.string().optional().catch(undefined),
    /** A disk that reclaiming what environments left makes free. */
    disk: z.string().optional().catch(undefined),
    /** What lists the things of which the error did not find one. */
    list: z.string().optional().catch(undefined),
    /** The option that was left out. */
    option: z.string().optional().catch(undefined),
    vault: z.boolean().optional().catch(undefined),
  })
  .catch({})

type Facts = z.output<typeof facts>

const byFacts = ({ needed, dangers, unpublished, login, disk, list, option, vault }: Facts): string[] => [
  ...(needed?.[0] ? [`"casebench vault accept ${needed[0].image}" notes that you accept it.`] : []),
  ...(dangers?.[0] ? [`"casebench env up REF --allow ${dangers[0].id}" allows the first one.`] : []),
  ...(unpublished?.[0] ? [`"casebench vault publish ${unpublished[0]}" publishes it there.`] : []),
  ...(login === undefined ? [] : [`"casebench vault login ${login}" logs in.`]),
  ...(disk === undefined ? [] : ['"casebench env reclaim" shows what of your environments may go.']),
  ...(list === undefined ? [] : [`"casebench ${list}" lists them.`]),
  ...(option === undefined ? [] : [`--${option} says it.`]),
  ...(vault ? ['"casebench vault verify" finds every part that is damaged.'] : []),
]

const byCode: Readonly<Record<string, (facts: Facts) => string>> = {
  'image-missing': ({ images }) =>
    `"casebench vault fetch ${images?.[0] ?? 'IMAGE'}" gets it from your team's service, and "casebench vault save --from FILE" out of an archive that "casebench vault save -o FILE" has made elsewhere.`,
  'no-engine': () => '"casebench env doctor" says what is missing.',
  'engine-lost': () => '"casebench env status REF" shows what is left, and "casebench env up REF" goes on.',
  unhealthy: () =>
    '"casebench env logs REF" shows what its services wrote, and "casebench env down REF" removes it.',
  unaccepted: () => '"casebench card show FILE" shows it, and "casebench card run FILE --yes" runs it.',
  'no-check': () => '"casebench check REF" runs the check.',
}

/** The commands that do what an error asks for, since the sentences of errors are the same in the window; '' where none does. */
export const adviceOf = ({ code, details }: ErrorBody): string => {
  const known = facts.parse(details ?? {})
  const said = byCode[code]?.(known)
  return [...byFacts(known), ...(said === undefined ? [] : [said])].join(' ')
}
