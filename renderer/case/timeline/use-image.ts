import { useEffect, useState } from 'react'
import { type HostClient, useBench } from '../../app/bench.ts'
import { gather } from '../../app/save-bytes.ts'

/** Larger pictures are shown in the preview only, on demand. */
const bytesAtMost = 12_000_000

export type Image = { state: 'waiting' | 'failed'; url: undefined } | { state: 'ready'; url: string }

const read = async (client: HostClient, sha256: string, signal: AbortSignal): Promise<string> =>
  URL.createObjectURL(await gather(client.attachments.read({ sha256, length: bytesAtMost }, { signal })))

/** The bytes of a picture as an address of this page, let go with the view. */
export const useImage = (sha256: string, wanted: boolean): Image => {
  const { client } = useBench()
  const [image, setImage] = useState<Image>({ state: 'waiting', url: undefined })
  useEffect(() => {
    if (!wanted) return
    const controller = new AbortController()
    let url: string | undefined
    read(client, sha256, controller.signal).then(
      (made) => {
        url = made
        if (controller.signal.aborted) URL.revokeObjectURL(made)
        else setImage({ state: 'ready', url: made })
      },
      () => !controller.signal.aborted && setImage({ state: 'failed', url: undefined }),
    )
    return () => {
      controller.abort()
      if (url) URL.revokeObjectURL(url)
    }
  }, [client, sha256, wanted])
  return image
}
