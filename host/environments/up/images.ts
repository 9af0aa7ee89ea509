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

/** Fetches images through Compose, which knows the engine's logins. Throws `image-missing`. */
export const fetchImages = async (
  project: StartedProject,
  missing: readonly { service: string; image: string }[],
): Promise<void> => {
  if (missing.length === 0) return
  const { exitCode, stderr } = await runCompose(project, ['pull', ...missing.map(({ service }) => service)])
  const left = exitCode === 0 ? [] : await missingImages(project.engine, project.file)
  if (left.length === 0) return
  const names = left.map(({ image }) => image).join(', ')
  throw new BenchError(
    'image-missing',
    `${left.length === 1 ? 'The image' : 'The images'} ${names} ${left.length === 1 ? 'is' : 'are'} not on this machine and could not be fetched: ${reasonOf(stderr)} Nothing was started. Connect to the network or log in to the registry ("docker login"), or load it from the image vault ("casebench vault load"), then try again.`,
    { images: left.map(({ image }) => image), said: stderr },
  )
}

const reasonOf = (stderr: string): string => {
  if (/unauthorized|denied|authentication required|forbidden/i.test(stderr))
    return 'the registry refuses it without a login.'
  if (/manifest unknown|not found|does not exist/i.test(stderr)) return 'the registry has no such image.'
  if (/no such host|timeout|timed out|refused|unreachable|Temporary failure|resolv/i.test(stderr))
    return 'the registry cannot be reached.'
  return `the engine says: ${stderr.trim().slice(-500)}`
}
