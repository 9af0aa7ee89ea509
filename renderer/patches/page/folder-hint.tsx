import type { Patch } from '../../../shared/domain/entities.ts'
import { CopyButton } from '../../ui/copy-button.tsx'
import styles from './patch.module.css'

/** A name as a shell takes it; its id where the name, which may come from elsewhere, could mean more to a shell. */
const plain = (name: string, id: string): string => (/^\w[\w.@-]*$/.test(name) ? name : id)

/** How a folder is tried from a window in a browser, which may not name one. */
export const FolderHint = ({ patch: { caseId, series }, caseRef }: { patch: Patch; caseRef: string }) => {
  const [ref, name] = [plain(caseRef, caseId), plain(series.name, series.sha256)]
  const command = `casebench patch check ${ref} ${name} --onto FOLDER`
  return (
    <p className={styles.when}>
      A folder elsewhere on this machine is tried from a terminal: <code>{command}</code>{' '}
      <CopyButton iconOnly label="Copy the command" text={() => command} />
    </p>
  )
}
