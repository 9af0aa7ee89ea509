import type { Command } from 'commander'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { VaultImage } from '../../../shared/contract/vault.ts'
import { type Act, type CommandGroup, command } from '../command.ts'
import { bytesDone } from '../progress.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'
import { licenceCommands } from './vault-licence.ts'
import { sharingCommands } from './vault-sharing.ts'

const folderOption = (cli: Command) =>
  cli.option('--vault <dir>', 'the folder of the vault, such as one on a USB disk')

const place = { vault: z.string().min(1).optional() }
const image = z.string().min(1)

const folderOf = (act: Act, vault: string | undefined) =>
  vault === undefined ? {} : { folder: act.path(vault) }

const called = ({ names, imageId }: Pick<VaultImage, 'names' | 'imageId'>) =>
  neutral(names.join(', ') || imageId.slice(0, 19))

const list = command({
  usage: 'list',
  summary: 'List the images of the vault.',
  examples: ['casebench vault list', 'casebench vault list --vault /media/usb/images --json'],
  configure: (cli) => void folderOption(cli),
  input: z.object(place),
  run: async (act, { vault }) => {
    const client = await act.client()
    const found = await client.vault.list(folderOf(act, vault))
    for (const problem of found.problems) act.out.say(problem)
    await act.out.result(found, () =>
      found.images.length === 0
        ? `The vault in ${neutral(found.folder)} is empty. "casebench vault save IMAGE" puts an image there.`
        : [
            ...found.images.map((one) => `${called(one)}  ${size(one.bytes)}  ${neutral(one.platform)}`),
            `${found.images.length} images, ${size(found.bytes)} in ${neutral(found.folder)}.`,
          ].join('\n'),
    )
    return undefined
  },
})

const save = command({
  usage: 'save [image...]',
  summary: 'Save images of the engine, so that they load without a network.',
  detail: 'Layers that images share are kept once. Every part is checked by its digest.',
  examples: [
    'casebench vault save postgres:18 tomcat:10.1',
    'casebench vault save --all-of CB-1042 --json',
    'casebench vault save --from images.tar',
    'casebench vault save postgres:18 -o postgres.tar',
  ],
  configure: (cli) =>
    void folderOption(cli)
      .option('--all-of <ref>', 'all images of the environment of this case')
      .option('--from <file>', 'take the images out of an archive of "docker save" or an image layout')
      .option('-o, --output <file>', 'write them to one archive as well'),
  input: z.object({
    ...place,
    image: z.array(image),
    allOf: caseKey.optional(),
    from: z.string().min(1).optional(),
    output: z.string().min(1).optional(),
  }),
  run: async (act, { vault, image: images, allOf, from, output }) => {
    if (images.length === 0 && allOf === undefined && from === undefined)
      throw new UsageError(
        'Name images, --all-of a case, or --from an archive. See "casebench vault --help".',
      )
    const client = await act.client()
    const input = {
      ...folderOf(act, vault),
      images,
      ...(allOf === undefined ? {} : { allOf }),
      ...(from === undefined ? {} : { from: act.path(from) }),
      ...(output === undefined ? {} : { to: act.path(output) }),
    }
    const saved: (VaultImage & { added: boolean })[] = []
    let path = ''
    for await (const step of client.vault.save(input, { signal: act.signal })) {
      if (step.type === 'progress') act.out.progress.show(how(step))
      else if (step.type === 'saved') saved.push({ ...step.image, added: step.added })
      else path = step.path
    }
    await act.out.result({ images: saved, path }, () =>
      [
        ...saved.map(
          (one) => `${called(one)}: ${one.added ? `saved, ${size(one.bytes)}` : 'is in the vault'}.`,
        ),
        ...(path ? [`Wrote ${neutral(path)}.`] : []),
      ].join('\n'),
    )
    return undefined
  },
})

const how = ({ step, bytes, of }: { step: string; bytes: number; of: number }) =>
  of > 0 ? bytesDone(step, bytes, of) : `${step}: ${size(bytes)}`

const load = command({
  usage: 'load [image...]',
  summary: 'Give images of the vault to the engine; all of them when none is named.',
  examples: [
    'casebench vault load postgres:18',
    'casebench vault load --all-of CB-1042',
    'casebench vault load --json',
  ],
  configure: (cli) =>
    void folderOption(cli).option('--all-of <ref>', 'all images of the environment of this case'),
  input: z.object({ ...place, image: z.array(image), allOf: caseKey.optional() }),
  run: async (act, { vault, image: images, allOf }) => {
    const client = await act.client()
    const input = { ...folderOf(act, vault), images, ...(allOf === undefined ? {} : { allOf }) }
    const loaded: { name: string; imageId: string; from: string }[] = []
    for await (const step of client.vault.load(input, { signal: act.signal })) {
      if (step.type === 'progress') act.out.progress.show(how(step))
      else if (step.type === 'loaded') {
        const { name, imageId, from } = step
        loaded.push({ name, imageId, from })
      }
    }
    await act.out.result({ images: loaded }, () =>
      loaded.length === 0
        ? 'There is nothing to load.'
        : loaded
            .map(
              ({ name, from }) => `${neutral(name)}: ${from === 'vault' ? 'loaded' : 'the engine has it'}.`,
            )
            .join('\n'),
    )
    return undefined
  },
})

/** The exit code of a check that found something. */
const found = 1

const verify = command({
  usage: 'verify',
  summary: 'Read every byte of the vault and compare it with its digest.',
  examples: ['casebench vault verify', 'casebench vault verify --vault /media/usb/images --json'],
  configure: (cli) => void folderOption(cli),
  input: z.object(place),
  run: async (act, { vault }) => {
    const client = await act.client()
    const problems: { image: string; sentence: string }[] = []
    let images = 0
    let bytes = 0
    for await (const step of client.vault.verify(folderOf(act, vault), { signal: act.signal })) {
      if (step.type === 'progress') act.out.progress.show(how(step))
      else if (step.type === 'problem') problems.push({ image: step.image, sentence: step.sentence })
      else ({ images, bytes } = step)
    }
    await act.out.result({ images, bytes, problems }, () =>
      [
        ...problems.map(({ image, sentence }) => `${neutral(image || 'The vault')}: ${neutral(sentence)}`),
        problems.length === 0 ? `All ${images} images are as they should be (${size(bytes)}).` : '',
      ]
        .filter(Boolean)
        .join('\n'),
    )
    return problems.length > 0 ? found : undefined
  },
})

const remove = command({
  usage: 'remove <image...>',
  summary: 'Take images out of the vault; the engine keeps what it has.',
  examples: ['casebench vault remove postgres:18 --yes'],
  configure: (cli) => void folderOption(cli).option('--yes', 'really remove them'),
  input: z.object({ ...place, image: z.array(image).min(1), yes: z.boolean().default(false) }),
  run: async (act, { vault, image: images, yes }) => {
    if (!yes) throw new UsageError('Nothing was removed. Say --yes to remove these images from the vault.')
    const client = await act.client()
    const { removed, bytesFreed } = await client.vault.remove({ ...folderOf(act, vault), images })
    await act.out.result(
      { removed: removed.map(({ imageId, names }) => ({ imageId, names })), bytesFreed },
      () =>
        [...removed.map((one) => `${called(one)}: removed.`), `${size(bytesFreed)} are free again.`].join(
          '\n',
        ),
    )
    return undefined
  },
})

const choose = command({
  usage: 'use <dir>',
  summary: 'Choose the folder of the vault for this bench; "own" is the one in its data folder.',
  examples: ['casebench vault use /media/usb/images', 'casebench vault use own'],
  input: z.object({ dir: z.string().min(1) }),
  run: async (act, { dir }) => {
    const client = await act.client()
    const chosen = await client.vault.choose({ folder: dir === 'own' ? null : act.path(dir) })
    await act.out.result(chosen, () => `The vault is in ${neutral(chosen.folder)}.`)
    return undefined
  },
})

export const vault: CommandGroup = {
  name: 'vault',
  summary: 'Images that start without a network.',
  commands: [list, save, load, verify, remove, choose, ...sharingCommands, ...licenceCommands],
}
