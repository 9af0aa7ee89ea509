import { Copy, Pencil, Quote, Trash2 } from 'lucide-react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import type { MenuItem } from '../../ui/menu.tsx'

export interface EventActs {
  quote: () => void
  edit: () => void
  remove: () => void
}

export const eventMenu = ({ body, kind }: ShownEvent, { quote, edit, remove }: EventActs): MenuItem[] => {
  const written = body !== ''
  const editable = kind === 'message' || kind === 'note' || (written && kind === 'attachment')
  return [
    {
      label: 'Copy the text',
      icon: Copy,
      disabled: !written,
      // A refusal needs no word here: nothing was lost, and the text can be marked and copied.
      run: () => void navigator.clipboard.writeText(body).catch(() => undefined),
    },
    { label: 'Quote in a reply', icon: Quote, shortcut: 'q', disabled: !written, run: quote },
    { label: 'Correct the text', icon: Pencil, shortcut: 'e', disabled: !editable, run: edit },
    'separator',
    { label: 'Remove from the timeline', icon: Trash2, shortcut: 'Delete', danger: true, run: remove },
  ]
}
