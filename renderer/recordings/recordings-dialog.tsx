import { Dialog } from '../ui/dialog.tsx'
import { RecordingList } from './recording-list.tsx'

/** The recordings of a case, or all of the bench where no case is in front. */
export const RecordingsDialog = ({
  scope,
  onClose,
}: {
  scope: { caseId: string; ref: string } | null
  onClose: () => void
}) => (
  <Dialog open wide onClose={onClose} title={scope ? `Recordings of ${scope.ref}` : 'Recordings'}>
    <RecordingList caseId={scope?.caseId} onOpen={onClose} />
  </Dialog>
)
