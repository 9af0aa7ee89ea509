import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../../build/repository.ts'
import { baseImage } from './images.ts'

const run = promisify(execFile)

/** Builds an image for each version of the small server; answers the name without tag. */
export const proxyImages = async (versions: readonly string[]): Promise<string> => {
  await baseImage()
  const name = 'casebench-test/proxy'
  const folder = join(repositoryRoot, 'test/support/engine/images/proxy')
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  for (const version of versions) {
    const named = ['--tag', `${name}:${version}`, '--build-arg', `VERSION=${version}`]
    await run('docker', ['build', '--network=host', '--label', 'casebench.test=1', ...named, folder], { env })
  }
  return name
}
