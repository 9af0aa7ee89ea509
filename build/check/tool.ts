import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { repositoryRoot } from '../repository.ts'

// Where the tools' own programs start: run by this Node, so that no shell and no .cmd file comes between.
const PROGRAMS = {
  tsc: 'typescript/bin/tsc',
  biome: '@biomejs/biome/bin/biome',
  knip: 'knip/bin/knip.js',
}

/** Runs a tool over the repository; its output is the problem when it fails. */
export const tool = (name: keyof typeof PROGRAMS, options: readonly string[]): Promise<string[]> => {
  const { promise, resolve, reject } = Promise.withResolvers<string[]>()
  const program = join(repositoryRoot, 'node_modules', PROGRAMS[name])
  const child = spawn(process.execPath, [program, ...options], {
    cwd: repositoryRoot,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const output: Buffer[] = []
  child.stdout.on('data', (chunk: Buffer) => output.push(chunk))
  child.stderr.on('data', (chunk: Buffer) => output.push(chunk))
  child.once('error', reject)
  child.once('close', (code) => {
    const text = Buffer.concat(output).toString().trim()
    resolve(code === 0 ? [] : [text || `${name} stopped with ${code} and said nothing`])
  })
  return promise
}
