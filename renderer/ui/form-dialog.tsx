import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

export interface FormDialogProps {
  title: string
  description?: ReactNode
  /** The primary act, such as "Add". */
  act: string
  onAct: () => void
  onClose: () => void
  /** Of the form. */
  className?: string | undefined
  children: ReactNode
}

/** A dialog of fields, where Enter in any of them is the primary act. */
export const FormDialog = ({ act, onAct, onClose, className, children, ...rest }: FormDialogProps) => (
  <Dialog
    {...rest}
    open
    onClose={onClose}
    footer={
      <>
        <Button onClick={onClose}>Cancel</Button>
        <Button look="primary" onClick={onAct}>
          {act}
        </Button>
      </>
    }
  >
    <form
      className={className}
      onSubmit={(event) => {
        event.preventDefault()
        onAct()
      }}
    >
      {children}
      {/* A browser submits a form of several fields by Enter only where there is such a button. */}
      <button type="submit" hidden aria-hidden tabIndex={-1} />
    </form>
  </Dialog>
)
