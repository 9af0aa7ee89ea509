import { execFileSync } from 'node:child_process'
import { readdirSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, inject, test } from 'vitest'
import { type EnvironmentBench, environmentBench } from '../support/engine/bench.ts'
import { productImage } from '../support/engine/images.ts'

const docker = (input: string, ...args: string[]) =>
  execFileSync('docker', args, {
    encoding: 'utf8',
    input,
    stdio: 'pipe',
    env: { ...process.env, DOCKER_BUILDKIT: '0' },
  }).trim()

const repository = `casebench-test/vault-${process.pid}`

/** Two images that share all but their last layer. */
const build = (base: string, tag: string): string => {
  const file = `FROM ${base}\nLABEL casebench.test=1\nRUN echo ${tag} > /version\n`
  return docker(file, 'build', '--quiet', '--tag', `${repository}:${tag}`, '-')
}

const idOf = (image: string): string => {
  try {
    return docker('', 'image', 'inspect', '--format', '{{.Id}}', image)
  } catch {
    return ''
  }
}

describe('the image vault', () => {
  let bench: EnvironmentBench
  let ids: { one: string; two: string }
  beforeEach(({ skip }) => skip(inject('noEngine') !== '', inject('noEngine')))
  beforeAll(async () => {
    if (inject('noEngine')) return
    const base = await productImage('chatter')
    ids = { one: build(base, '1'), two: build(base, '2') }
    const service = (tag: string) =>
      `{ image: "${repository}:${tag}", command: [sleep, infinity], init: true }`
    bench = await environmentBench(`services:\n  one: ${service('1')}\n  two: ${service('2')}\n`)
  })
  afterAll(async () => {
    await bench?.close()
    if (ids) for (const tag of ['1', '2']) if (idOf(`${repository}:${tag}`)) forget(tag)
  })

  const forget = (tag: string) => docker('', 'rmi', `${repository}:${tag}`)
  const vault = () => bench.host.client.vault
  const all = async <T>(items: AsyncIterable<T>): Promise<T[]> => {
    const found: T[] = []
    for await (const item of items) found.push(item)
    return found
  }

  test('keeps the images of an environment, what they share once', async () => {
    const steps = await all(vault().save({ allOf: bench.ref }))
    expect(steps.filter(({ type }) => type === 'saved')).toMatchObject([
      { added: true, image: { imageId: ids.one, names: [`${repository}:1`] } },
      { added: true, image: { imageId: ids.two, names: [`${repository}:2`] } },
    ])
    const { images, bytes } = await vault().list({})
    expect(bytes).toBeLessThan(1.1 * Math.max(...images.map((one) => one.bytes)))
    const again = await all(vault().save({ images: [`${repository}:1`] }))
    expect(again).toMatchObject([
      { type: 'saved', added: false },
      { type: 'done', images: 1 },
    ])
    expect(readdirSync(join(bench.dataDir, 'vault', 'casebench-incoming'))).toEqual([])
  })

  test('an environment starts from it without a registry, with the very same images', async () => {
    forget('1')
    forget('2')
    expect([idOf(ids.one), idOf(ids.two)]).toEqual(['', ''])
    const environment = await bench.up()
    expect(environment).toMatchObject({ state: 'up' })
    expect([idOf(`${repository}:1`), idOf(`${repository}:2`)]).toEqual([ids.one, ids.two])
    await bench.host.client.environments.down({ caseId: bench.caseId, purge: true })
  })

  test('the engine reads its archive by itself, and a name that is taken stays where it is', async () => {
    const path = join(bench.dataDir, 'images.tar')
    await all(vault().save({ images: [`${repository}:1`], to: path }))
    forget('1')
    expect(docker('', 'load', '--quiet', '--input', path)).toContain(`${repository}:1`)
    expect(idOf(`${repository}:1`)).toBe(ids.one)
    rmSync(path)
    // Another image bears the name now: loading by id does not take it away.
    forget('1')
    docker('', 'tag', ids.two, `${repository}:1`)
    await all(vault().load({ images: [ids.one] }))
    expect([idOf(ids.one), idOf(`${repository}:1`)]).toEqual([ids.one, ids.two])
    await all(vault().load({ images: [`${repository}:1`] }))
    expect(idOf(`${repository}:1`)).toBe(ids.two)
    forget('1')
    docker('', 'tag', ids.one, `${repository}:1`)
  })

  test('a damaged part never reaches the engine', async () => {
    const { images } = await vault().list({})
    const one = images.find(({ imageId }) => imageId === ids.one)
    forget('1')
    execFileSync('truncate', [
      '-s',
      '-1',
      join(bench.dataDir, 'vault/blobs/sha256', ids.one.slice('sha256:'.length)),
    ])
    await expect(all(vault().load({ images: [one?.imageId ?? ''] }))).rejects.toMatchObject({
      code: 'damaged',
    })
    expect(idOf(ids.one)).toBe('')
    const steps = await all(vault().verify({}))
    expect(steps.at(-1)).toMatchObject({ type: 'done', problems: 1 })
  })
})
