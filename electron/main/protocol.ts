import { readFile } from 'node:fs/promises'
import { extname, join, normalize, sep } from 'node:path'
import { appScheme, isOwn } from './navigation.ts'

/** What Chromium is told of our scheme before it starts: an ordinary secure origin, with code caching. */
export const privilegedScheme = {
  scheme: appScheme,
  privileges: { standard: true, secure: true, supportFetchAPI: true, codeCache: true },
}

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.ico': 'image/x-icon',
  '.woff2': 'font/woff2',
  '.ttf': 'font/ttf',
  '.wasm': 'application/wasm',
}

/** Serves the built renderer from `root`, and nothing outside it. */
export const serveRenderer =
  (root: string, headers: Record<string, string>) =>
  async (request: Request): Promise<Response> => {
    const refuse = (status: number) => new Response(null, { status, headers })
    if (request.method !== 'GET') return refuse(405)
    const file = isOwn(request.url) ? fileFor(request.url) : undefined
    const type = file && types[extname(file)]
    if (!file || !type) return refuse(404)
    try {
      const bytes = await readFile(join(root, file))
      return new Response(bytes, { headers: { ...headers, 'content-type': type } })
    } catch {
      // Whatever the reason, the page can only be told that the file is not to be had.
      return refuse(404)
    }
  }

/** The path below the root that an address means, or undefined where it means none. */
const fileFor = (address: string): string | undefined => {
  let path: string
  try {
    path = decodeURIComponent(new URL(address).pathname)
  } catch {
    // A broken escape names no file.
    return undefined
  }
  if (/[\0\\]/.test(path) || path.includes(':')) return undefined
  const file = normalize(path === '/' ? '/index.html' : path).slice(1)
  return file.split(sep).some((part) => part.startsWith('.')) ? undefined : file
}
