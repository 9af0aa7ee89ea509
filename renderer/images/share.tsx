import { BenchError } from '../../shared/contract/error.ts'
import { type ServiceTrouble, serviceTrouble, type VaultImage } from '../../shared/contract/vault.ts'
import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { orQuestion } from '../environment/questions.ts'
import { safeLink } from '../ui/safe-url.ts'
import { isCancelled, sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { acceptLicences } from './accept.tsx'
import styles from './images.module.css'
import { far, nameOf } from './words.ts'

/** Why the service did not do something; null where something else failed. */
export const troubleOf = (error: unknown): ServiceTrouble['why'] | null => {
  if (!(error instanceof BenchError) || error.code !== 'service') return null
  return serviceTrouble.safeParse(error.details).data?.why ?? null
}

/** `stopped` goes on where it is when it is asked for again; what failed otherwise was told. */
export type Outcome = 'done' | 'declined' | 'stopped' | 'failed'

const outcomeOf = (error: unknown): Outcome =>
  isCancelled(error) || ['unreachable', 'busy', 'disk-full'].includes(troubleOf(error) ?? '')
    ? 'stopped'
    : 'failed'

interface Wanted {
  /** What the act is called while it goes on. */
  title: string
  images?: string[]
  allOf?: string
}

/** Fetches images into the vault; licences that they need are asked for first. */
const fetchAll = async (
  bench: Bench,
  { title, ...wanted }: Wanted,
): Promise<{ images: number; added: number } | null> => {
  const { client, acts, toast } = bench
  const fetched = await acts.run(title, ({ signal, progress }) =>
    orQuestion(async () => {
      const found = { images: 0, added: 0 }
      for await (const step of client.vault.fetch(wanted, { signal })) {
        if (step.type === 'progress') progress(far(step), `${bytesText(step.bytes)} of ${bytesText(step.of)}`)
        else if (step.type === 'fetched') found.added += step.added ? 1 : 0
        else found.images = step.images
      }
      return found
    }),
  )
  if (!('question' in fetched)) return fetched
  if (fetched.question.is === 'licences' && (await acceptLicences(bench, fetched.question.needed)))
    return fetchAll(bench, { title, ...wanted })
  toast('Nothing was fetched: a licence that it needs is not accepted.')
  return null
}

const wasCancelled = (bench: Bench): void =>
  bench.toast('Fetching was cancelled. What came so far is kept, and fetching goes on there.')

export const fetchingTitle = (name: string): string => `Fetching ${name}`
export const publishingTitle = (name: string): string => `Publishing ${name}`

/** Fetches one image that was published into the vault. */
export const fetchPublished = async (
  bench: Bench,
  { imageId, name }: { imageId: string; name: string },
): Promise<Outcome> => {
  try {
    const fetched = await fetchAll(bench, { title: fetchingTitle(name), images: [`sha256:${imageId}`] })
    if (!fetched) return 'declined'
    bench.toast({ tone: 'ok', text: `${name} is in the vault` })
    return 'done'
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) wasCancelled(bench)
    return outcomeOf(error)
  }
}

/** Fetches what an environment needs and the vault does not have. */
export const fetchForCase = async (bench: Bench, { ref }: OfCase): Promise<void> => {
  const { sync, toast } = bench
  if (sync.store.getState().status?.state === 'off')
    return toast({
      text: 'This bench is not connected to a service, so there is nothing to fetch from',
      act: { label: 'Connect', run: () => sync.ask('connect') },
    })
  try {
    const fetched = await fetchAll(bench, { title: fetchingTitle(`the images of ${ref}`), allOf: ref })
    if (!fetched) return
    toast({
      tone: 'ok',
      text:
        fetched.images === 0
          ? `The vault has the images of ${ref} already`
          : `The vault has all images of ${ref}; ${plural(fetched.added, 'image')} came from the service`,
    })
  } catch (error) {
    if (isCancelled(error)) wasCancelled(bench)
  }
}

/** Sends an image of the vault to the service after a question, which says its licence where it has one. */
export const publishImage = async (bench: Bench, image: VaultImage): Promise<Outcome> => {
  const { client, acts, confirm, toast } = bench
  const name = nameOf(image)
  const asked = client.vault.terms({ images: [image.imageId] })
  const terms = await asked.then(
    (answer) => answer.terms,
    (error: unknown) => void toast({ tone: 'danger', text: sentence(error) }),
  )
  if (!terms) return 'failed'
  try {
    const goOn = await confirm({
      title: `Publish ${name}?`,
      text: <Terms terms={terms} />,
      act: terms.length > 0 ? 'Its licence allows it: publish' : 'Publish',
    })
    if (!goOn) return 'declined'
    await acts.run(publishingTitle(name), async ({ signal, progress }) => {
      const licences = terms.map((licence) => licence.name)
      for await (const step of client.vault.publish({ images: [image.imageId], licences }, { signal }))
        if (step.type === 'progress') progress(far(step), `${bytesText(step.bytes)} of ${bytesText(step.of)}`)
    })
    toast({ tone: 'ok', text: `${name} is published; your team can fetch it` })
    return 'done'
  } catch (error) {
    if (isCancelled(error))
      toast('Publishing was cancelled. What was sent is kept, and publishing goes on there.')
    return outcomeOf(error)
  }
}

const Terms = ({ terms }: { terms: readonly { image: string; name: string; url: string }[] }) => (
  <span className={styles.form}>
    <span>
      Every engineer of the organisation with a bench can fetch what is published. An administrator can remove
      it.
    </span>
    {terms.map(({ image, name, url }) => (
      <span key={`${image} ${name}`}>
        {image} is under{' '}
        <a href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
          {name}
        </a>
        . Read there whether it may be passed on within your organisation.
      </span>
    ))}
  </span>
)
