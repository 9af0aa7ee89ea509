import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'

import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs'
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
  proxies: { tag: '1', folder: 'proxies' },
  chatter: { tag: '1', folder: 'chatter' },
  // Its image begins with that of Tomcat, so that they share the Java.
  activemq: { tag: '5.17', folder: 'activemq' },
} as const
export type Product = keyof typeof products
const begins: Partial<Record<Product, Product>> = { activemq: 'tomcat' }

/** The label that tells of what an image was built; empty where there is no such image. */
const source = 'casebench.test.source'
const sourceOf = async (image: string): Promise<string> => {
  try {
    const format = `{{index .Config.Labels "${source}"}}`
    return (await run('docker', ['image', 'inspect', '--format', format, image])).stdout.trim()
  } catch {
    return ''
  }
}

const has = async (image: string): Promise<boolean> => {
  const { stdout } = await run('docker', ['image', 'ls', '--quiet', image])
  return stdout.trim() !== ''
}

const fingerprint = (folder: string): string => {
  const hash = createHash('sha256')
  for (const name of readdirSync(folder).toSorted())
    hash.update(name).update(readFileSync(join(folder, name)))
  return hash.digest('hex')
}

/** The name of a product's image, which is built where the engine does not have it as it is described now. */
export const productImage = async (product: Product): Promise<string> => {
  const { tag, folder } = products[product]
  const image = `${repository}/${product}:${tag}`
  const below = begins[product]
  if (below) await productImage(below)
  const print = fingerprint(join(here, folder))
  if ((await sourceOf(image)) === print) return image
  await baseImage()
  const env = { ...process.env, DOCKER_BUILDKIT: '0' }
  const labels = ['--label', 'casebench.test=1', '--label', `${source}=${print}`]
  await run('docker', ['build', '--network=host', ...labels, '--tag', image, join(here, folder)], {
    ...most,
    env,
  })
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
