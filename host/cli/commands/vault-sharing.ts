import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import { BenchError } from '../../../shared/contract/error.ts'
import type { VaultImage } from '../../../shared/contract/vault.ts'
import { askYes, mayAsk } from '../ask-yes.ts'
import { type Act, command } from '../command.ts'
import { bytesDone } from '../progress.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'

const image = z.string().min(1)
const folderOf = (act: Act, vault: string | undefined) =>
  vault === undefined ? {} : { folder: act.path(vault) }
const ofCase = (allOf: string | undefined) => (allOf === undefined ? {} : { allOf })
const called = ({ names, imageId }: Pick<VaultImage, 'names' | 'imageId'>) =>
  neutral(names.join(', ') || imageId.slice(0, 19))

const vaultOption = ['--vault <dir>', 'the folder of the vault, such as one on a USB disk'] as const
const caseOption = ['--all-of <ref>', 'all images of the environment of this case'] as const

const named = z.object({
  image: z.array(image),
  allOf: caseKey.optional(),
  vault: z.string().min(1).optional(),
})

const needImages = ({ image: images, allOf }: z.output<typeof named>) => {
  if (images.length === 0 && allOf === undefined)
    throw new UsageError('Name images, or --all-of a case. See "casebench vault --help".')
}

const everybody = 'Every engineer of the organisation with a bench can fetch what is published.'

const publish = command({
  usage: 'publish [image...]',
  summary: 'Send images of the vault to the central service, for every bench of the organisation.',
  detail:
    'Only what the service does not have is sent, and a break is gone on from. The licence of a commercial image is said first: --licence-allows says that it may be passed on within the organisation. An administrator can remove an image. A script says --yes.',
  examples: [
    'casebench vault publish postgres:18',
    'casebench vault publish --all-of CB-1042 --yes --json',
    'casebench vault publish container-registry.oracle.com/database/free:23.5 --licence-allows --yes',
  ],
  configure: (cli) =>
    void cli
      .option(...vaultOption)
      .option(...caseOption)
      .option(
        '--licence-allows',
        'the licences of these images allow passing them on within the organisation',
      )
      .option('--yes', 'publish without asking'),
  input: named.extend({ licenceAllows: z.boolean().default(false), yes: z.boolean().default(false) }),
  run: async (act, input) => {
    needImages(input)
    const { image: images, allOf, vault, licenceAllows, yes } = input
    const client = await act.client()
    const asked = { images, ...ofCase(allOf), ...folderOf(act, vault) }
    const { terms } = await client.vault.terms(asked)
    const open = licenceAllows ? [] : terms
    for (const { image: one, name, url } of open)
      act.out.say(`${one} is under "${name}": ${url}. Read there whether it may be passed on.`)
    if (!mayAsk(act) && (!yes || open.length > 0))
      throw new UsageError(
        open.length > 0
          ? 'Nothing was published. Where the licence allows it, add --licence-allows.'
          : `Nothing was published. ${everybody} Add --yes if that is meant.`,
      )
    if (!yes || open.length > 0) {
      const licensed =
        open.length > 0 ? ' May these images be passed on under their licences, and published?' : ' Publish?'
      if (!(await askYes(act, `${everybody}${licensed}`)))
        throw new BenchError('cancelled', 'Nothing was published.')
    }
    const published: { imageId: string; names: string[]; licence: string | null }[] = []
    const steps = client.vault.publish(
      { ...asked, licences: terms.map(({ name }) => name) },
      { signal: act.signal },
    )
    for await (const step of steps) {
      if (step.type === 'progress') act.out.progress.show(bytesDone(step.step, step.bytes, step.of))
      else if (step.type === 'published')
        published.push({ imageId: step.image.imageId, names: step.image.names, licence: step.licence })
    }
    await act.out.result({ images: published }, () =>
      published.map((one) => `${called(one)}: published.`).join('\n'),
    )
    return undefined
  },
})

const fetchImages = command({
  usage: 'fetch [image...]',
  summary: 'Fetch images from the central service into the vault, so that they load without a network.',
  detail:
    'Every part is checked by its digest, and a break is gone on from. With --all-of only images that the vault does not have are fetched. "casebench vault published" lists what is there.',
  examples: ['casebench vault fetch postgres:18', 'casebench vault fetch --all-of CB-1042 --json'],
  configure: (cli) => void cli.option(...vaultOption).option(...caseOption),
  input: named,
  run: async (act, input) => {
    needImages(input)
    const { image: images, allOf, vault } = input
    const client = await act.client()
    const fetched: { name: string; imageId: string; names: string[]; added: boolean; by: string }[] = []
    const steps = client.vault.fetch(
      { images, ...ofCase(allOf), ...folderOf(act, vault) },
      { signal: act.signal },
    )
    for await (const step of steps) {
      if (step.type === 'progress') act.out.progress.show(bytesDone(step.step, step.bytes, step.of))
      else if (step.type === 'fetched') {
        const { name, added, by } = step
        fetched.push({ name, imageId: step.image.imageId, names: step.image.names, added, by })
      }
    }
    await act.out.result({ images: fetched }, () =>
      fetched.length === 0
        ? 'The vault has all of them.'
        : fetched
            .map(({ name, added, by }) =>
              neutral(added ? `${name}: fetched; ${by} published it.` : `${name}: is in the vault.`),
            )
            .join('\n'),
    )
    return undefined
  },
})

const published = command({
  usage: 'published',
  summary: 'List the images that benches have published at the central service.',
  examples: ['casebench vault published', 'casebench vault published --json'],
  configure: (cli) => void cli.option(...vaultOption),
  input: z.object({ vault: z.string().min(1).optional() }),
  run: async (act, { vault }) => {
    const client = await act.client()
    const found = await client.vault.published(folderOf(act, vault))
    await act.out.result(found, () =>
      found.images.length === 0
        ? 'Nobody has published an image yet. "casebench vault publish IMAGE" does.'
        : found.images
            .map((one) =>
              neutral(
                [
                  one.names.join(', ') || one.imageId.slice(0, 12),
                  size(one.bytes),
                  one.platform,
                  `by ${one.by}`,
                  ...(one.licence === null ? [] : [`under "${one.licence}"`]),
                  ...(one.here ? ['in the vault'] : []),
                ].join('  '),
              ),
            )
            .join('\n'),
    )
    return undefined
  },
})

export const sharingCommands = [publish, fetchImages, published]
