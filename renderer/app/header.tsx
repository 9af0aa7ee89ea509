import { Minimize2, PanelBottom, PanelLeft, PanelRight, Search } from 'lucide-react'
import { useStore } from 'zustand'
import { IconButton } from '../ui/icon-button.tsx'
import { Kbd } from '../ui/kbd.tsx'
import { useBench } from './bench.ts'
import { Me } from './me.tsx'
import styles from './shell.module.css'
import { type Side, sides } from './workbench/layout.ts'
import type { Workbench } from './workbench/store.ts'

const faces = {
  left: { icon: PanelLeft, name: 'left side', shortcut: 'Mod+b' },
  bottom: { icon: PanelBottom, name: 'bench', shortcut: 'Mod+j' },
  right: { icon: PanelRight, name: 'right side', shortcut: 'Mod+Alt+b' },
} as const

const SideToggle = ({ side, workbench }: { side: Side; workbench: Workbench }) => {
  const { commands } = useBench()
  const shown = useStore(workbench.store, (state) => state.shown[side])
  const { icon, name, shortcut } = faces[side]
  return (
    <IconButton
      icon={icon}
      label={`${shown ? 'Hide' : 'Show'} the ${name}`}
      shortcut={shortcut}
      aria-pressed={shown}
      onClick={() => commands.run(`window.${side}`)}
    />
  )
}

/** `onBench`: whether the workbench is in view, whose sides can be folded. */
export const Header = ({ workbench, onBench }: { workbench: Workbench; onBench: boolean }) => {
  const { commands } = useBench()
  const exist = useStore(workbench.store, (state) => state.exist)
  const maximized = useStore(workbench.store, (state) => state.maximized !== null)
  return (
    <header className={styles.header}>
      <span className={styles.brand}>Casebench</span>
      <button type="button" className={styles.search} onClick={() => commands.run('window.palette')}>
        <Search size={14} aria-hidden />
        <span>Search or run a command</span>
        <Kbd keys="Mod+k" />
      </button>
      <div className={styles.end}>
        {onBench && maximized && (
          <IconButton
            icon={Minimize2}
            label="Put the panel back"
            shortcut="Mod+Shift+Enter"
            look="plain"
            onClick={workbench.toggleMaximized}
          />
        )}
        {onBench &&
          !maximized &&
          sides
            .filter((side) => exist[side])
            .map((side) => <SideToggle key={side} side={side} workbench={workbench} />)}
        <Me />
      </div>
    </header>
  )
}
