import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../../build/repository.ts'
import { baseImage, productImage } from './images.ts'

const run = promisify(execFile)

const build = async (folder: string, versions: readonly string[]): Promise<string> => {
  const name = `casebench-test/${folder}`
  const place = join(repositoryRoot, 'test/support/engine/images', folder)
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  for (const version of versions) {
    const named = ['--tag', `${name}:${version}`, '--build-arg', `VERSION=${version}`]
    await run('docker', ['build', '--network=host', '--label', 'casebench.test=1', ...named, place], { env })
  }
  return name
}

/** Builds an image for each version of the small server; answers the name without tag. */
export const proxyImages = async (versions: readonly string[]): Promise<string> => {
  await baseImage()
  return build('proxy', versions)
}

/** Builds an image for each version of an application that brings its driver along; answers the name without tag. */
export const shopImages = async (versions: readonly string[]): Promise<string> => {
  await productImage('tomcat')
  return build('shop', versions)
}
