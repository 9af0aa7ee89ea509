import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { repositoryRoot } from '../../../build/repository.ts'

const run = promisify(execFile)

/** The Debian whose package has Compose 2 and runs on the libc of the one before it as well. */
const suite = 'http://deb.debian.org/debian/dists/trixie/main'
const mirror = 'http://deb.debian.org/debian'

/** A folder for the front of PATH with a `docker-compose` of the second generation, or why there is none. */
export const newerCompose = async (): Promise<{ folder: string } | { missing: string }> => {
  const arch = { x64: 'amd64', arm64: 'arm64' }[process.arch as 'x64' | 'arm64']
  if (process.platform !== 'linux' || arch === undefined)
    return { missing: `Debian has no Compose 2 for ${process.platform} ${process.arch}` }
  const folder = join(repositoryRoot, 'node_modules/.cache/compose-2')
  try {
    if (!existsSync(join(folder, 'docker-compose'))) await download(arch, folder)
    const { stdout } = await run(join(folder, 'docker-compose'), ['version', '--short'])
    return stdout.startsWith('2.') ? { folder } : { missing: `Debian's Compose is ${stdout.trim()}` }
  } catch (error) {
    return { missing: `Compose 2 could not be fetched: ${error instanceof Error ? error.message : error}` }
  }
}

const download = async (arch: string, folder: string): Promise<void> => {
  mkdirSync(folder, { recursive: true })
  const work = mkdtempSync(join(folder, 'fetched-'))
  try {
    writeFileSync(join(work, 'packages.xz'), await fetched(`${suite}/binary-${arch}/Packages.xz`))
    const { stdout } = await run('xz', ['-dc', join(work, 'packages.xz')], { maxBuffer: 500_000_000 })
    const entry = stdout.split('\n\n').find((one) => one.startsWith('Package: docker-compose\n')) ?? ''
    const said = (field: string) => new RegExp(`^${field}: (.*)$`, 'm').exec(entry)?.[1] ?? ''
    const bytes = await fetched(`${mirror}/${said('Filename')}`)
    const hash = createHash('sha256').update(bytes).digest('hex')
    if (hash !== said('SHA256')) throw new Error('its package is not the one that the list names')
    writeFileSync(join(work, 'compose.deb'), bytes)
    await run('dpkg-deb', ['-x', join(work, 'compose.deb'), join(work, 'out')])
    renameSync(
      join(work, 'out/usr/libexec/docker/cli-plugins/docker-compose'),
      join(folder, 'docker-compose'),
    )
  } finally {
    rmSync(work, { recursive: true, force: true })
  }
}

const fetched = async (url: string): Promise<Buffer> => {
  const answer = await fetch(url, { signal: AbortSignal.timeout(60_000) })
  if (!answer.ok) throw new Error(`${url} answers ${answer.status}`)
  return Buffer.from(await answer.arrayBuffer())
}
