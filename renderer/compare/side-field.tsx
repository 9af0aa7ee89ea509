import { useBench } from '../app/bench.ts'
import { Combobox, type ComboOption } from '../ui/combobox.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './compare.module.css'
import { type Side, type SideName, sideText, sideTitles } from './sides.ts'

export interface SideFieldProps {
  found: OfCase
  name: SideName
  side: Side | null
  onChange: (side: Side | null) => void
}

const own = 'own'
const elsewhere = 'elsewhere'

const optionOf = (side: Side): ComboOption => ({
  id: side.is === 'own' ? own : `${side.is} ${side.path}`,
  label: sideText(side),
})

/** Chooses one of the environments: ours, or a folder or lock of the workspace. */
export const SideField = ({ found, name, side, onChange }: SideFieldProps) => {
  const { client, desktop } = useBench()
  const load = async (text: string, signal: AbortSignal): Promise<readonly ComboOption[]> => {
    const folder = text.includes('/') ? text.slice(0, text.lastIndexOf('/')) : ''
    const start = text.slice(folder === '' ? 0 : folder.length + 1).toLowerCase()
    // A folder that is not there (yet) has nothing to offer.
    const listed = await client.workspaces
      .list({ caseId: found.id, folder }, { signal })
      .catch(() => ({ entries: [] }))
    const inside = listed.entries
      .filter(({ kind, name: entry }) => kind === 'folder' || (kind === 'file' && /lock\.json$/.test(entry)))
      .filter(({ name: entry }) => !entry.startsWith('.') && entry.toLowerCase().includes(start))
      .map(({ path, kind }) => ({
        ...optionOf({ is: 'inside', path }),
        hint: kind === 'file' ? 'Lock' : 'Folder',
      }))
    const first = text === '' ? [{ id: own, label: sideText({ is: 'own' }), hint: 'What runs now' }] : []
    const last = desktop && text === '' ? [{ id: elsewhere, label: 'A folder of this machine…' }] : []
    return [...first, ...inside, ...last]
  }
  const choose = async (option: ComboOption | null) => {
    if (!option) return onChange(null)
    if (option.id === own) return onChange({ is: 'own' })
    if (option.id !== elsewhere) return onChange({ is: 'inside', path: option.label })
    const picked = await desktop?.pickFolder({ title: `${sideTitles[name]}: choose its folder` })
    if (picked?.path) onChange({ is: 'path', path: picked.path })
  }
  return (
    <div className={styles.side}>
      <span className={styles.label}>{sideTitles[name]}</span>
      <Combobox
        label={sideTitles[name]}
        value={side && optionOf(side)}
        placeholder="Choose a folder"
        none="Leave it out"
        load={load}
        onChange={(option) => void choose(option)}
      />
    </div>
  )
}
