import { attachments } from '../../shared/contract/attachments.ts'
import { type Client, connect } from '../../shared/wire/client.ts'
import { asMessage } from '../../shared/wire/codec.ts'
import { wireEnd } from '../../shared/wire/end.ts'
import { isOwn } from './navigation.ts'

/** What is used of Electron's `MessagePortMain`. */
export interface HostPort {
  postMessage(message: unknown): void
  on(event: 'message', listener: (event: { data: unknown }) => void): unknown
  on(event: 'close', listener: () => void): unknown
  start(): void
}

/** The digest that an address of the page names, if it is one of stored bytes. */
export const blobOf = (address: string): string | undefined =>
  isOwn(address) ? /^\/blob\/([0-9a-f]{64})$/.exec(new URL(address).pathname)?.[1] : undefined

/**
 * Chromium decodes a picture by its bytes whatever raster type it is told, and an SVG only under its own type; so
 * evidence is shown as a picture or not at all, and as a document it may do nothing.
 */
const asPicture = {
  'content-type': 'image/png',
  'content-security-policy': "sandbox; default-src 'none'",
  'x-content-type-options': 'nosniff',
  'cross-origin-resource-policy': 'same-origin',
}

const none = () => new Response(null, { status: 404 })

/** Serves stored bytes to the page's pictures, from the host, as the page reads them. */
export const serveImages = (openPort: () => HostPort | undefined) => {
  let client: Client<{ attachments: typeof attachments }> | undefined

  const reach = () => {
    const port = client ? undefined : openPort()
    if (port)
      client = connect(
        { attachments },
        wireOf(port, () => (client = undefined)),
      )
    return client
  }

  return async (sha256: string): Promise<Response> => {
    try {
      const chunks = reach()?.attachments.read({ sha256 })
      const first = await chunks?.next()
      if (!chunks || !first || first.done) return none()
      return new Response(streamOf(first.value, chunks), { headers: asPicture })
    } catch {
      // No such bytes, or no host: the page shows that the picture is missing, and says why elsewhere.
      return none()
    }
  }
}

/** A stream that asks for more when the page does, and tells the host when the page stops. */
const streamOf = (first: Uint8Array, rest: AsyncGenerator<Uint8Array, void>) =>
  new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: (controller) => controller.enqueue(new Uint8Array(first)),
    async pull(controller) {
      const { done, value } = await rest.next()
      if (done) controller.close()
      else controller.enqueue(new Uint8Array(value))
    },
    cancel: async () => void (await rest.return()),
  })

const wireOf = (port: HostPort, onClose: () => void) => {
  const end = wireEnd()
  end.onClose(onClose)
  port.on('message', ({ data }) => end.deliver(asMessage(data)))
  port.on('close', end.shut)
  port.start()
  return { ...end, send: port.postMessage.bind(port), close: end.shut }
}
