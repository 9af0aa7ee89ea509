import { Dialog } from '../../ui/dialog.tsx'
import { Kbd } from '../../ui/kbd.tsx'
import { type Command, useBench } from '../bench.ts'
import styles from './shortcuts-sheet.module.css'

/** The keys of every list; they belong to the list and not to a command. */
const listKeys: readonly Pick<Command, 'id' | 'title' | 'shortcut'>[] = [
  { id: 'list.move', title: 'Next and previous row', shortcut: ['j', 'k', 'ArrowDown', 'ArrowUp'] },
  { id: 'list.page', title: 'Page down and up', shortcut: ['PageDown', 'PageUp'] },
  { id: 'list.ends', title: 'First and last row', shortcut: ['Home', 'End'] },
  { id: 'list.open', title: 'Open', shortcut: ['Enter'] },
  { id: 'list.select', title: 'Select a row', shortcut: ['Space'] },
  { id: 'list.range', title: 'Select a range', shortcut: ['Shift+j', 'Shift+k'] },
  { id: 'list.all', title: 'Select all rows', shortcut: ['Mod+a'] },
  { id: 'list.none', title: 'Select nothing', shortcut: ['Escape'] },
]

const Section = ({
  title,
  items,
}: {
  title: string
  items: readonly Pick<Command, 'id' | 'title' | 'shortcut'>[]
}) => (
  <section className={styles.section}>
    <h3>{title}</h3>
    {items.map((item) => (
      <div key={item.id} className={styles.line}>
        <span>{item.title}</span>
        <span className={styles.keys}>
          {item.shortcut?.map((keys) => (
            <Kbd key={keys} keys={keys} />
          ))}
        </span>
      </div>
    ))}
  </section>
)

export const ShortcutsList = () => {
  const { commands } = useBench()
  const withKeys = commands.all().filter(({ shortcut }) => shortcut && shortcut.length > 0)
  return (
    <div className={styles.columns}>
      {[...Map.groupBy(withKeys, ({ section }) => section)].map(([title, items]) => (
        <Section key={title} title={title} items={items} />
      ))}
      <Section title="Lists" items={listKeys} />
    </div>
  )
}

export const ShortcutsSheet = ({ open, onClose }: { open: boolean; onClose: () => void }) => (
  <Dialog open={open} onClose={onClose} title="Keyboard shortcuts" wide>
    {open && <ShortcutsList />}
  </Dialog>
)
