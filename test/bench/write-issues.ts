import { createWriteStream } from 'node:fs'
import { githubIssues } from './desk/github.ts'

// A process of its own, so that what it takes to make the file is not counted as the host's.
const [path = '', size = '0'] = process.argv.slice(2)
const stream = createWriteStream(path)
for (const issue of githubIssues(Number(size)))
  if (!stream.write(`${JSON.stringify(issue)}\n`))
    await new Promise<void>((resolve) => stream.once('drain', () => resolve()))
await new Promise<void>((resolve) => stream.end(resolve))
