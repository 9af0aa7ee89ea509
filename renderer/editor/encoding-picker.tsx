import { useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Picker } from '../ui/picker.tsx'
import { sentence } from '../ui/sentence.ts'
import type { FileDocument } from './document.ts'

export interface EncodingPickerProps {
  document: FileDocument
  picking: 'reopen' | 'save'
  onClose: () => void
}

/** Those that begin with it where the rest is a mark of the bytes' order. */
const marked = /^utf-(16|32)/

/** Chooses how the bytes are read, or how they are written from now on. */
export const EncodingPicker = ({ document, picking, onClose }: EncodingPickerProps) => {
  const { client, confirm } = useBench()
  const [query, setQuery] = useState('')
  const { value, state, error } = useCall((signal) => client.files.encodings({}, { signal }), [client])
  const { form, dirty } = useStore(document.store)
  const wanted = query.toLowerCase().replaceAll(/[\s_-]/g, '')
  const items = (value?.encodings ?? [])
    .filter((name) => name.replaceAll(/[_-]/g, '').includes(wanted))
    .map((name) => ({
      key: name,
      title: name.toUpperCase(),
      side: name === form?.encoding ? 'Now' : undefined,
    }))
  const reopen = async (encoding: string) => {
    const sure =
      !dirty ||
      (await confirm({
        title: `Read ${document.name} again?`,
        text: 'What was changed here since the last save is given up.',
        act: 'Read again',
        danger: true,
      }))
    if (sure) await document.reload(encoding)
  }
  const choose = (encoding: string) => {
    onClose()
    if (picking === 'reopen') return void reopen(encoding)
    document.setForm({ encoding, bom: marked.test(encoding) })
    void document.save()
  }
  const none = state === 'failed' ? sentence(error) : value && 'No encoding is called that.'
  return (
    <Picker
      label={picking === 'reopen' ? 'Reopen with an encoding' : 'Save with an encoding'}
      placeholder="Name of an encoding"
      query={query}
      onQuery={setQuery}
      items={items}
      note={items.length === 0 ? none : undefined}
      onChoose={choose}
      onClose={onClose}
    />
  )
}
