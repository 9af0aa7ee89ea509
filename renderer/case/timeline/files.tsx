import { FileArchive, FileImage, FileText } from 'lucide-react'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { CardButton } from '../../cards/card-button.tsx'
import { FileWay, RestingSign } from '../../transfers/file-place.tsx'
import { useCasePage } from '../page.ts'
import { SaveButton } from '../preview/save-copy.tsx'
import { InlineImage } from './inline-image.tsx'
import styles from './timeline.module.css'

const image = /^image\/(png|jpeg|gif|webp|avif)$/
const thumbAtMost = 12_000_000

export const iconOf = (mediaType: string) => {
  if (mediaType.startsWith('image/')) return FileImage
  return /zip|gzip|tar|compressed/.test(mediaType) ? FileArchive : FileText
}

export interface FilesProps {
  files: readonly Attachment[]
  /** Shown in the text already. */
  inText: string
}

/** The files of one event, as rows; pictures also small. */
export const Files = ({ files, inText }: FilesProps) => {
  const { preview } = useCasePage()
  const small = ({ mediaType, bytes, sha256 }: Attachment) =>
    image.test(mediaType) && bytes <= thumbAtMost && !inText.includes(`attachment:${sha256}`)
  return (
    <div className={styles.files}>
      {files.some(small) && (
        <div className={styles.thumbs}>
          {files.map(
            (file, at) =>
              small(file) && (
                <InlineImage
                  key={`${file.sha256} ${file.name}`}
                  sha256={file.sha256}
                  name={file.name}
                  label={file.name}
                  thumb
                  onOpen={() => preview(files, at)}
                />
              ),
          )}
        </div>
      )}
      <ul>
        {files.map((file, at) => {
          const Icon = iconOf(file.mediaType)
          return (
            <li key={`${file.sha256} ${file.name}`}>
              <div className={styles.fileLine}>
                <button type="button" className={styles.file} onClick={() => preview(files, at)}>
                  <Icon size={14} aria-hidden />
                  <span className={styles.fileName}>{file.name}</span>
                  <span className={styles.size}>{bytesText(file.bytes)}</span>
                </button>
                <RestingSign sha256={file.sha256} />
                <CardButton file={file} />
                <SaveButton file={file} />
              </div>
              <FileWay file={file} onOpen={() => preview(files, at)} />
            </li>
          )
        })}
      </ul>
    </div>
  )
}
