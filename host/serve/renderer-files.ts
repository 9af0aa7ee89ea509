import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join, relative, sep } from 'node:path'
import { BenchError } from '../../shared/contract/error.ts'
import { type Reply, refusal } from './respond.ts'

const types: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.webmanifest': 'application/manifest+json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
  '.txt': 'text/plain; charset=utf-8',
  '.md': 'text/plain; charset=utf-8',
}

/** The build gives every asset a name with a digest of its content, such as `assets/main-BQ3x9f1c.js`. */
const named = /^\/assets\/.+-[\w-]{8}\.\w+$/

export interface RendererFiles {
  /** The answer for a path exactly as it stands in the request, or undefined where it names no file. */
  find(path: string): ((host: string) => Promise<Reply>) | undefined
}

/**
 * The built renderer's files, listed once. A request is looked up in the list and never becomes a path, so nothing
 * outside it can be reached however a path is spelled.
 */
export const listRendererFiles = (
  root: string,
  pageHeaders: (host: string) => Record<string, string>,
): RendererFiles => {
  const files = new Map(list(root).map((path) => [`/${relative(root, path).split(sep).join('/')}`, path]))
  const index = files.get('/index.html')
  if (!index)
    throw new BenchError(
      'not-found',
      `The window's files are missing from ${root}. Your data was not touched. Run "npm run build" and start again.`,
    )
  files.set('/', index)
  return {
    find(name) {
      const path = files.get(name)
      const type = path && types[extname(path)]
      if (!path || !type) return undefined
      const kept = named.test(name) ? 'public, max-age=31536000, immutable' : 'no-cache'
      const cacheControl = path === index ? 'no-store' : kept
      return async (host) => {
        const headers = { ...pageHeaders(host), 'content-type': type, 'cache-control': cacheControl }
        try {
          return { status: 200, headers, body: await readFile(path) }
        } catch {
          // A build under way replaces the files; this list is of the former ones.
          return refusal(404, 'This file is gone since the start. Start Casebench again.')
        }
      }
    },
  }
}

const list = (root: string): string[] => {
  try {
    return readdirSync(root, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
  } catch {
    // Without the folder there is no index.html either, and that is what is reported.
    return []
  }
}
