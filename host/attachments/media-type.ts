import { extname } from 'node:path'

const byExtension: Readonly<Record<string, string>> = {
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.webp': 'image/webp',
  '.avif': 'image/avif',
  '.svg': 'image/svg+xml',
  '.json': 'application/json',
  '.ndjson': 'application/x-ndjson',
  '.md': 'text/markdown',
  '.markdown': 'text/markdown',
  '.html': 'text/html',
  '.htm': 'text/html',
  '.css': 'text/css',
  '.csv': 'text/csv',
  '.tsv': 'text/tab-separated-values',
  '.xml': 'application/xml',
  '.yaml': 'application/yaml',
  '.yml': 'application/yaml',
  '.pdf': 'application/pdf',
  '.zip': 'application/zip',
  '.gz': 'application/gzip',
  '.tgz': 'application/gzip',
  '.tar': 'application/x-tar',
  '.7z': 'application/x-7z-compressed',
  '.eml': 'message/rfc822',
  '.cast': 'application/x-asciicast',
  '.hprof': 'application/octet-stream',
}

const textual = new Set(
  '.txt .log .out .err .conf .cnf .cfg .ini .properties .patch .diff .java .js .ts .tsx .py .sh .sql .c .h .go .rs .jsp .tdump .env .dockerfile'.split(
    ' ',
  ),
)

/** The media type a file's name suggests; for showing it, never for trusting it. */
export const mediaTypeOf = (name: string): string => {
  const extension = extname(name).toLowerCase()
  return byExtension[extension] ?? (textual.has(extension) ? 'text/plain' : 'application/octet-stream')
}
