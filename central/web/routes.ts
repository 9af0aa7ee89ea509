import { z } from 'zod'
import { refuse } from '../http/refusal.ts'
import { Reply, type Route, route, streamed } from '../http/route.ts'
import { readPageFiles } from './page-files.ts'

/** Nothing from elsewhere, no script or style but our files, and no text that becomes markup. */
const policy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self'",
  "connect-src 'self'",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'none'",
  "require-trusted-types-for 'script'",
].join('; ')

const YEAR = 365 * 24 * 60 * 60
/** A page is some twenty files, and an office may have one address. */
const limits = { perMinute: 6_000 }

/** The page of the service itself. It holds no data: what it shows, it asks for as whoever is signed in. */
export const webRoutes = (): Route[] => {
  const { digest, document, files } = readPageFiles()
  return [
    route({
      method: 'GET',
      path: '/',
      summary: 'The page for people and administrators',
      access: 'anyone',
      answer: streamed('text/html; charset=utf-8'),
      limits,
      handle: () =>
        new Reply(document, {
          headers: { 'content-security-policy': policy, 'cache-control': 'no-cache' },
        }),
    }),
    route({
      method: 'GET',
      path: '/web/:digest/:file',
      summary: 'A file of the page',
      access: 'anyone',
      params: z.object({ digest: z.string().max(64), file: z.string().max(100) }),
      answer: streamed('text/javascript; charset=utf-8', 'text/css; charset=utf-8', 'image/svg+xml'),
      limits,
      handle: ({ params }) => {
        const file = files.get(params.file)
        if (!file) throw refuse('not-found', 'The page has no such file. Load it again.')
        // A process of another version may have given out the page: then this file is good for once.
        const cached = params.digest === digest ? `public, max-age=${YEAR}, immutable` : 'no-cache'
        return new Reply(file.text, { headers: { 'content-type': file.type, 'cache-control': cached } })
      },
    }),
  ]
}
