import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import { isCancelled } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { far } from './words.ts'

/** Keeps the images of an environment in the vault, so that it starts without a network. */
export const keepImages = async ({ client, acts, toast }: Bench, { ref }: OfCase): Promise<void> => {
  try {
    const kept = await acts.run(`Keeping the images of ${ref}`, async ({ signal, progress }) => {
      const found = { images: 0, added: 0 }
      for await (const step of client.vault.save({ allOf: ref }, { signal })) {
        if (step.type === 'progress') progress(far(step), `${step.step}, ${bytesText(step.bytes)}`)
        else if (step.type === 'saved') found.added += step.added ? 1 : 0
        else found.images = step.images
      }
      return found
    })
    toast({
      tone: 'ok',
      text:
        kept.added === 0
          ? `The vault has the images of ${ref} already`
          : `The vault has all ${plural(kept.images, 'image')} of ${ref}, ${kept.added} of them new`,
    })
  } catch (error) {
    // What failed was told already.
    if (isCancelled(error)) toast('Keeping the images was cancelled. Those that are whole stay in the vault.')
  }
}

/** Gives all images of the vault to the engine. */
export const loadImages = async ({ client, acts, toast }: Bench): Promise<void> => {
  try {
    const loaded = await acts.run(
      'Giving the images of the vault to the engine',
      async ({ signal, progress }) => {
        const found = { images: 0, had: 0 }
        for await (const step of client.vault.load({}, { signal })) {
          if (step.type === 'progress') progress(far(step), `${step.step}, ${bytesText(step.bytes)}`)
          else if (step.type === 'loaded') found.had += step.from === 'engine' ? 1 : 0
          else found.images = step.images
        }
        return found
      },
    )
    toast({
      tone: 'ok',
      text: `The engine has all ${plural(loaded.images, 'image')} of the vault; it had ${loaded.had} before`,
    })
  } catch (error) {
    if (isCancelled(error)) toast('Loading was cancelled. What the engine has already stays there.')
  }
}
