import { Document, isMap, isScalar } from 'yaml'
import type { RenderedService } from './render.ts'

const wrapped = (lines: readonly string[], width: number): string =>
  lines
    .flatMap((line) => {
      const out: string[] = ['']
      for (const word of line.split(' ')) {
        const last = out.at(-1) ?? ''
        if (last !== '' && last.length + word.length + 1 > width) out.push(`  ${word}`)
        else out[out.length - 1] = last === '' ? word : `${last} ${word}`
      }
      return out
    })
    .map((line) => ` ${line}`)
    .join('\n')

/** The Compose file: plain, for Compose 1.27 and later, with what is to be known of each service above it. */
export const composeText = (services: readonly RenderedService[], header: readonly string[]): string => {
  const volumes = services.flatMap((service) => service.volumes)
  const content = {
    services: Object.fromEntries(services.map(({ name, definition }) => [name, definition])),
    ...(volumes.length === 0 ? {} : { volumes: Object.fromEntries(volumes.map((name) => [name, {}])) }),
  }
  const document = new Document(content, { aliasDuplicateObjects: false })
  document.commentBefore = wrapped(header, 100)
  const all = document.get('services')
  if (isMap(document.contents))
    for (const { key } of document.contents.items.slice(1)) if (isScalar(key)) key.spaceBefore = true
  if (isMap(all))
    for (const [at, pair] of all.items.entries()) {
      const service = services[at]
      if (service === undefined || !isScalar(pair.key)) continue
      pair.key.commentBefore = wrapped(service.comment, 96)
      pair.key.spaceBefore = at > 0
    }
  return document.toString({ lineWidth: 0, aliasDuplicateObjects: false } as Parameters<
    Document['toString']
  >[0])
}
