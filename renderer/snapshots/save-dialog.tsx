import { useBench } from '../app/bench.ts'
import type { OfCase } from '../workspace/acts.tsx'
import { saveSnapshot } from './acts.ts'
import { NameDialog } from './name-dialog.tsx'

export interface SaveDialogProps {
  found: OfCase
  taken: readonly string[]
  onClose: () => void
}

/** Asks how the state of an environment shall be called, and saves it. */
export const SaveDialog = ({ found, taken, onClose }: SaveDialogProps) => {
  const bench = useBench()
  return (
    <NameDialog
      title={`Save the state of ${found.ref}`}
      description="The data of its volumes and the folder environment are kept under a name. Services that run are stopped meanwhile and started again."
      act="Save"
      stem="state"
      taken={taken}
      onName={(name) => void saveSnapshot(bench, found, name)}
      onClose={onClose}
    />
  )
}
