import { useMemo } from 'react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { CardButton } from '../../cards/card-button.tsx'
import { FetchAll } from '../../transfers/fetch-all.tsx'
import { FileWay, KeepMenu, RestingSign } from '../../transfers/file-place.tsx'
import panelRow from '../../ui/panel-row.module.css'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { SaveButton } from '../preview/save-copy.tsx'
import { iconOf } from '../timeline/files.tsx'
import styles from './facts.module.css'
import { UnpackButton } from './unpack-button.tsx'

interface Dated extends Attachment {
  key: string
  at: number
  author: string | null
}

const filesOf = (events: readonly ShownEvent[]): Dated[] =>
  events
    .flatMap(({ id, at, author, attachments = [] }) =>
      attachments.map((file, index) => ({ ...file, key: `${id} ${index}`, at, author })),
    )
    .reverse()

/** All files of the case, newest first. */
export const FileList = ({ events }: { events: readonly ShownEvent[] }) => {
  const { preview } = useCasePage()
  const files = useMemo(() => filesOf(events), [events])
  return (
    <Section look="panel" title="Files" count={files.length} act={<FetchAll files={files} />}>
      {files.length === 0 && <p className={styles.none}>No files yet. Drop them anywhere on the case.</p>}
      <ul className={styles.rows}>
        {files.map((file, at) => {
          const Icon = iconOf(file.mediaType)
          return (
            <li key={file.key} className={styles.fileRow}>
              <button
                type="button"
                className={panelRow.row}
                title={`${file.name}\n${file.author ?? 'Somebody'}`}
                onClick={() => preview(files, at)}
              >
                <Icon size={14} aria-hidden />
                <span className={styles.name}>{file.name}</span>
                <span className={styles.version}>
                  {bytesText(file.bytes)} · <RelativeTime at={file.at} />
                </span>
                <RestingSign sha256={file.sha256} />
              </button>
              <span className={styles.rowActs}>
                <UnpackButton file={file} />
                <CardButton file={file} />
                <SaveButton file={file} />
                <KeepMenu file={file} />
              </span>
              <FileWay file={file} onOpen={() => preview(files, at)} />
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
