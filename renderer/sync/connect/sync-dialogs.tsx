import { useStore } from 'zustand'
import { useBench } from '../../app/bench.ts'
import { ConnectDialog } from './connect-dialog.tsx'
import { SignInDialog } from './sign-in-dialog.tsx'

/** The dialogs of sync, which any place of the window may ask for. */
const SyncDialogs = () => {
  const { sync } = useBench()
  const dialog = useStore(sync.store, (state) => state.dialog)
  const close = () => sync.ask(null)
  if (dialog === 'connect') return <ConnectDialog onClose={close} />
  return dialog === 'sign-in' ? <SignInDialog onClose={close} /> : null
}

export default SyncDialogs
