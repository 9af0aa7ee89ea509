import { useStore } from 'zustand'
import { Button } from '../ui/button.tsx'
import { Dialog } from '../ui/dialog.tsx'
import { useBench } from './bench.ts'

/** Asks what becomes of what is not saved when its tab is closed. */
export const CloseQuestion = () => {
  const { documents } = useBench()
  const asking = useStore(documents.store, (state) => state.asking)
  if (!asking) return null
  const { name, answer } = asking
  return (
    <Dialog
      open
      title={`Save the changes of ${name}?`}
      description="What was changed since it was last saved is lost if you do not save it."
      onClose={() => answer('stay')}
      footer={
        <>
          <Button onClick={() => answer('stay')}>Keep editing</Button>
          <Button look="danger" onClick={() => answer('give-up')}>
            Do not save
          </Button>
          <Button look="primary" onClick={() => answer('save')}>
            Save
          </Button>
        </>
      }
    />
  )
}
