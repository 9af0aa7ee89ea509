import { execFile } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../../build/repository.ts'

const run = promisify(execFile)
const most = { maxBuffer: 100_000_000 }

const here = join(repositoryRoot, 'test/support/engine/images')
const repository = 'casebench-test'
const base = `${repository}/base:bookworm`

/** The images of products, built of Debian's packages: stand-ins that play the roles of the vendors' own images. */
export const products = {
  tomcat: { tag: '10.1', folder: 'tomcat' },
  postgres: { tag: '15', folder: 'postgres' },
  chatter: { tag: '1', folder: 'chatter' },
} as const
export type Product = keyof typeof products

const has = async (image: string): Promise<boolean> => {
  try {
    await run('docker', ['image', 'inspect', '--format', '{{.Id}}', image])
    return true
  } catch {
    return false
  }
}

/** The name of a product's image, which is built where the engine does not have it. */
export const productImage = async (product: Product): Promise<string> => {
  const { tag, folder } = products[product]
  const image = `${repository}/${product}:${tag}`
  if (await has(image)) return image
  await baseImage()
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  const args = ['build', '--network=host', '--label', 'casebench.test=1', '--tag', image, join(here, folder)]
  await run('docker', args, { ...most, env })
  return image
}

/** Debian alone; made by debootstrap once a machine and kept as a file. */
export const baseImage = async (): Promise<string> => {
  if (await has(base)) return base
  const cache = join(process.env.CASEBENCH_TEST_CACHE ?? join(repositoryRoot, '.bench'), 'debian')
  const archive = join(cache, 'bookworm.tar')
  if (!existsSync(archive)) {
    mkdirSync(cache, { recursive: true })
    const root = mkdtempSync(join(tmpdir(), 'casebench-debian-'))
    try {
      await run('debootstrap', ['--variant=minbase', 'bookworm', root], most)
      await run('tar', ['-C', root, '-cf', `${archive}.part`, '.'], most)
      renameSync(`${archive}.part`, archive)
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  }
  await run('docker', ['import', archive, base], most)
  return base
}
