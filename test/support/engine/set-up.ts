import type { TestProject } from 'vitest/node'
import { startEngine } from './start.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Why there is no container engine; empty where there is one. */
    noEngine: string
  }
}

/** Set up once before the tests that need a container engine: one is there, or is started for them. */
export default async (project: TestProject): Promise<() => Promise<void>> => {
  const { missing, stop } = await startEngine((line) => void process.stderr.write(`${line}\n`))
  if (missing) process.stderr.write(`Tests with a real engine are skipped: ${missing}\n`)
  project.provide('noEngine', missing)
  return stop
}
