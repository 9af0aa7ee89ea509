import { readFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import type { Mutation } from './mutations.ts'

/** What became of a mutation: the seed that found it, or how many seeds found nothing. */
export interface Verdict {
  caught: number | null
  runs: number
  how: string
}

interface Task {
  mutation: Mutation
  seeds: number
  commands: number
  /** One that found it before, tried before all others. */
  first?: number
}

const root = fileURLToPath(new URL('../../../', import.meta.url))

/** Runs simulations in a process of its own, over sources with one known bug; says on the standard output how that went. */
const run = async ({ mutation, seeds, commands, first }: Task): Promise<Verdict> => {
  const byUrl = new Map<string, string>()
  for (const { file, find, replace } of mutation.edits) {
    const url = pathToFileURL(join(root, file)).href
    const source = byUrl.get(url) ?? readFileSync(join(root, file), 'utf8')
    if (source.split(find).length !== 2) throw new Error(`${mutation.name}: "${find}" is not once in ${file}`)
    byUrl.set(
      url,
      source.replace(find, () => replace),
    )
  }
  registerHooks({
    load(url, context, nextLoad) {
      const source = byUrl.get(url)
      return source === undefined ? nextLoad(url, context) : { ...nextLoad(url, context), source }
    },
  })
  const { simulate } = await import('./run.ts')
  const all = Array.from({ length: seeds }, (_, index) => index + 1)
  for (const [index, seed] of [...(first === undefined ? [] : [first]), ...all].entries())
    try {
      await simulate({ seed, commands })
    } catch (error) {
      return { caught: seed, runs: index + 1, how: error instanceof Error ? error.message : String(error) }
    }
  return { caught: null, runs: seeds, how: '' }
}

const task = JSON.parse(process.argv[2] ?? '{}') as Task
process.stdout.write(JSON.stringify(await run(task)))
