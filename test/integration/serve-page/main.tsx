import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { useStore } from 'zustand'
import { openHostConnection } from '../../../renderer/client/open.ts'
import { useCall } from '../../../renderer/client/use-call.ts'
import { useLive } from '../../../renderer/client/use-live.ts'

const connection = openHostConnection(window)
const { client } = connection

/** Every text that was shown, in order. */
const shown: string[] = []
Object.assign(window, { shown })

const Watched = () => {
  const { value, state } = useLive((signal) => client.history.watch({}, { signal }), [])
  return (
    <p id="watched">
      {state}: {value?.undo}
    </p>
  )
}

const Asked = ({ name, keep }: { name: string; keep: boolean }) => {
  const { value, state, error, retry } = useCall(
    (signal) => client.local.get({ key: name }, { signal }),
    [name],
    {
      keep,
    },
  )
  const text = `${name} ${state}: ${value?.value ?? ''}${error instanceof Error ? error.message : ''}`
  if (shown.at(-1) !== text) shown.push(text)
  return (
    <p id="asked">
      {text}
      <button type="button" id="retry" onClick={retry}>
        Retry
      </button>
    </p>
  )
}

const Page = () => {
  const state = useStore(connection.state)
  const [name, setName] = useState('one')
  const [keep, setKeep] = useState(false)
  const [open, setOpen] = useState(true)
  return (
    <>
      <p id="state">{state.is}</p>
      {open && <Watched />}
      <Asked name={name} keep={keep} />
      <input aria-label="Name" value={name} onChange={(event) => setName(event.target.value)} />
      <button type="button" id="keep" onClick={() => setKeep(true)}>
        Keep
      </button>
      <button type="button" id="close" onClick={() => setOpen(false)}>
        Close
      </button>
    </>
  )
}

const root = document.getElementById('root')
if (root)
  createRoot(root).render(
    <StrictMode>
      <Page />
    </StrictMode>,
  )
