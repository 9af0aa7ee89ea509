import { BenchError } from '../../../shared/contract/error.ts'
import type { Engine } from '../../engine/engines.ts'
import { isMissing } from '../../engine/failure.ts'
import type { ResolvedFile } from '../compose/model.ts'
import { runCompose, type StartedProject } from './compose.ts'

/** Services whose image the engine does not have, and that is not built here. */
export const missingImages = async (
  { docker }: Engine,
  { services }: ResolvedFile,
): Promise<{ service: string; image: string }[]> => {
  const named = Object.entries(services).flatMap(([service, { image, build }]) =>
    image && !build ? [{ service, image: image.replaceAll('$$', '$') }] : [],
  )
  const each = await Promise.all(
    named.map(async (one) => {
      try {
        await docker.getImage(one.image).inspect()
        return null
      } catch (error) {
        if (isMissing(error)) return one
        throw error
      }
    }),
  )
  return each.filter((one) => one !== null)
}

/**
 * Fetches images through Compose, which knows the engine's logins. `refusal` says what a registry meant that did not give
 * one. Throws `image-missing`.
 */
export const fetchImages = async (
  project: StartedProject,
  missing: readonly { service: string; image: string }[],
  refusal: (image: string, said: string) => Promise<{ sentence: string; login: string | null }>,
): Promise<void> => {
  if (missing.length === 0) return
  const { exitCode, stderr } = await runCompose(project, ['pull', ...missing.map(({ service }) => service)])
  const left = exitCode === 0 ? [] : await missingImages(project.engine, project.file)
  const [first] = left
  if (!first) return
  const others = left.slice(1).map(({ image }) => image)
  const more = others.length === 0 ? '' : ` Missing as well: ${others.join(', ')}.`
  const { sentence, login } = await refusal(first.image, stderr)
  throw new BenchError(
    'image-missing',
    `The image ${first.image} is neither on this machine nor in the image vault. ${sentence}${more} Nothing was started. Where somebody of your team has published it, fetch it from the service.`,
    { images: left.map(({ image }) => image), said: stderr, ...(login !== null && { login }) },
  )
}
