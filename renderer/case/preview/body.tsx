import { FileX2 } from 'lucide-react'
import { Suspense, useMemo, useState } from 'react'
import type { Preview } from '../../../shared/contract/attachments.ts'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { lazy } from '../../app/lazy.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { useCall } from '../../client/use-call.ts'
import { useFileStanding } from '../../transfers/case-files.ts'
import { FetchFace } from '../../transfers/fetch-face.tsx'
import { Button } from '../../ui/button.tsx'
import { cx } from '../../ui/cx.ts'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { Markdown } from '../../ui/markdown.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { ImageView } from './image-view.tsx'
import { prettyJson } from './pretty-json.ts'
import styles from './preview.module.css'

const AttachedPlayer = lazy(() => import('../../recordings/attached-player.tsx'))

const firstBytes = 512_000
const bytesAtMost = 8_000_000

export const PreviewBody = ({ file, wrap }: { file: Attachment; wrap: boolean }) => {
  const standing = useFileStanding(file.sha256)
  if (!standing || standing.here) return <BodyHere file={file} wrap={wrap} />
  return (
    <div className={styles.body}>
      <FetchFace name={file.name} standing={standing} />
    </div>
  )
}

/** A file whose bytes are on this bench. */
export const BodyHere = ({ file, wrap }: { file: Attachment; wrap: boolean }) =>
  /\.cast$/i.test(file.name) ? (
    <Suspense fallback={<Skeleton lines={12} label="Reading the recording" />}>
      <AttachedPlayer sha256={file.sha256} name={file.name} />
    </Suspense>
  ) : (
    <FileBody file={file} wrap={wrap} />
  )

const FileBody = ({ file, wrap }: { file: Attachment; wrap: boolean }) => {
  const { client } = useBench()
  const { sha256, name } = file
  const [maxBytes, setMaxBytes] = useState(firstBytes)
  const { value, state, error, retry } = useCall(
    (signal) => client.attachments.preview({ sha256, name, maxBytes }, { signal }),
    [client, sha256, name, maxBytes],
    { keep: true },
  )
  if (state === 'failed')
    return (
      <div className={styles.body}>
        <ErrorState title="This file cannot be shown" error={error}>
          <Button onClick={retry}>Try again</Button>
        </ErrorState>
      </div>
    )
  if (!value)
    return (
      <div className={styles.body}>
        <Skeleton lines={12} label="Reading the file" />
      </div>
    )
  const truncated = 'truncated' in value && value.truncated
  return (
    <>
      <div className={styles.body}>
        <Content preview={value} file={file} wrap={wrap} />
      </div>
      <footer className={styles.foot}>
        <span>{factsOf(value, file)}</span>
        {truncated && maxBytes < bytesAtMost && (
          <>
            <span>Only the first {bytesText(maxBytes)} are shown.</span>
            <Button size="small" onClick={() => setMaxBytes(bytesAtMost)}>
              Show more
            </Button>
          </>
        )}
        {truncated && maxBytes >= bytesAtMost && (
          <span>Only the first {bytesText(maxBytes)} are shown. Save a copy to read all of it.</span>
        )}
      </footer>
    </>
  )
}

const factsOf = (preview: Preview, { bytes }: Attachment): string => {
  const size = bytes > 0 ? bytesText(bytes) : ''
  const what = {
    text: () => (preview.kind === 'text' ? `Text, read as ${preview.encoding}` : ''),
    json: () => 'JSON',
    markdown: () => 'Markdown',
    image: () => 'Image',
    none: () => 'Not shown',
  }[preview.kind]()
  return [what, size].filter(Boolean).join(', ')
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

const Content = ({ preview, file, wrap }: { preview: Preview; file: Attachment; wrap: boolean }) => {
  if (preview.kind === 'image') return <ImageView sha256={file.sha256} name={file.name} />
  if (preview.kind === 'markdown')
    return (
      <div className={styles.prose}>
        <Markdown text={preview.text} />
      </div>
    )
  if (preview.kind === 'none')
    return <EmptyState icon={FileX2} title="There is no preview of this file" text={preview.reason} />
  return (
    <pre {...reachable} className={cx(styles.text, wrap && styles.wrap)}>
      {preview.kind === 'json' ? <Json text={preview.text} /> : preview.text}
    </pre>
  )
}

const Json = ({ text }: { text: string }) => useMemo(() => prettyJson(text), [text])
