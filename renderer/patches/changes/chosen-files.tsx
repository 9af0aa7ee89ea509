import { useEffect, useRef } from 'react'
import type { ChangedFile } from '../../../shared/contract/patches.ts'
import { fileRoute } from '../../editor/file-key.ts'
import { Checkbox } from '../../ui/checkbox.tsx'
import type { OfCase } from '../../workspace/acts.tsx'
import { DiffFile } from '../diff/diff-file.tsx'
import { keysOf, type LeftOut, stateOf, withKeys } from '../picked.ts'
import styles from './changes.module.css'
import { walkFiles } from './walk-files.ts'

export interface ChosenFilesProps {
  found: OfCase
  files: readonly ChangedFile[]
  left: LeftOut
  onLeft: (left: LeftOut) => void
}

/** Files with a check box for each and for each of their hunks; the arrows go from one to the next. */
export const ChosenFiles = ({ found, files, left, onLeft }: ChosenFilesProps) => {
  const list = useRef<HTMLDivElement>(null)
  useEffect(() => {
    const element = list.current
    if (!element) return
    const walk = (stroke: KeyboardEvent) => walkFiles(element, stroke)
    element.addEventListener('keydown', walk)
    return () => element.removeEventListener('keydown', walk)
  }, [])
  return (
    <div ref={list} className={styles.files}>
      {files.map((file) => (
        <DiffFile
          key={file.path}
          file={file}
          foldAbove={files.length > 20 ? 0 : 300}
          mark={
            <Checkbox
              checked={stateOf(left, file)}
              name={`Take ${file.path}`}
              onChange={(chosen) => onLeft(withKeys(left, keysOf(file), chosen))}
            />
          }
          hunkMark={(hunk) => (
            <Checkbox
              checked={!left.has(hunk.id)}
              name={`Take the lines from ${hunk.newStart} of ${file.path}`}
              onChange={(chosen) => onLeft(withKeys(left, [hunk.id], chosen))}
            />
          )}
          acts={
            file.status !== 'deleted' && (
              <a className={styles.open} href={`#${fileRoute({ caseRef: found.ref, path: file.path })}`}>
                Open
              </a>
            )
          }
        />
      ))}
    </div>
  )
}
