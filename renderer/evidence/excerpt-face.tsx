import { FileCode2 } from 'lucide-react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { fileRoute } from '../editor/file-key.ts'
import { useFileStanding } from '../transfers/case-files.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { sentence } from '../ui/sentence.ts'
import type { DetailOf } from './block-face.tsx'
import styles from './evidence.module.css'

const linesAtMost = 400

export interface ExcerptFaceProps {
  detail: DetailOf<'excerpt'>
  file: Attachment | undefined
  caseRef: string
}

/** Lines of a file with their numbers; its name leads to them in the editor. */
export const ExcerptFace = ({ detail, file, caseRef }: ExcerptFaceProps) => {
  const { path, lines, commit } = detail
  return (
    <section className={styles.face} aria-label={`Lines of ${path}`}>
      <header className={styles.head}>
        <FileCode2 size={14} aria-hidden />
        <a className={styles.path} href={`#${fileRoute({ caseRef, path })}?line=${lines.from}`}>
          {path}
        </a>
        <span className={styles.muted}>
          {lines.from === lines.to ? `line ${lines.from}` : `lines ${lines.from}–${lines.to}`}
          {commit !== null && ` at ${commit.slice(0, 8)}`}
        </span>
      </header>
      {file && <Text file={file} from={lines.from} />}
    </section>
  )
}

const Text = ({ file: { sha256, name }, from }: { file: Attachment; from: number }) => {
  const { client } = useBench()
  // Read again once the file has come.
  const here = useFileStanding(sha256)?.here
  const { value, state, error } = useCall(
    (signal) => client.attachments.preview({ sha256, name }, { signal }),
    [client, sha256, name, here],
  )
  if (state === 'failed') return <p className={styles.remark}>{sentence(error)}</p>
  if (!value) return <div className={styles.waiting} />
  if (!('text' in value)) return null
  const lines = value.text.replace(/\r?\n$/, '').split(/\r?\n/)
  return (
    <div className={styles.output}>
      <section {...reachable} className={styles.screen} aria-label="Lines">
        {lines.slice(0, linesAtMost).map((line, at) => (
          <div key={String(at)} className={styles.screenLine}>
            <span className={styles.number} data-line={from + at} />
            {line}
            {'\n'}
          </div>
        ))}
      </section>
      <div className={styles.outputActs}>
        <CopyButton look="quiet" label="Copy the lines" iconOnly text={() => value.text} />
      </div>
    </div>
  )
}

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }
