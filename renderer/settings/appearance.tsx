import { useStore } from 'zustand'
import { useBench } from '../app/bench.ts'
import { cx } from '../ui/cx.ts'
import { sentence } from '../ui/sentence.ts'
import { type Density, densities, type Look, rowHeights, type ThemeName, themeNames } from '../ui/theme.ts'
import styles from './appearance.module.css'
import { Choice } from './choice.tsx'

const Window = ({ scheme }: { scheme: 'light' | 'dark' | 'contrast' }) => (
  <span className={cx(styles.picture, styles[scheme])} aria-hidden>
    <span />
    <span className={styles.sheet}>
      <span className={styles.line} />
      <span className={styles.line} />
      <span className={styles.line} />
    </span>
  </span>
)

const pictures: Record<ThemeName, { label: string; picture: React.ReactNode }> = {
  system: {
    label: 'As the system',
    picture: (
      <span className={styles.halves}>
        <Window scheme="light" />
        <Window scheme="dark" />
      </span>
    ),
  },
  light: { label: 'Light', picture: <Window scheme="light" /> },
  dark: { label: 'Dark', picture: <Window scheme="dark" /> },
  'high-contrast': { label: 'High contrast', picture: <Window scheme="contrast" /> },
}

const densityNames: Record<Density, string> = {
  compact: 'Compact',
  regular: 'Regular',
  comfortable: 'Comfortable',
}

const Rows = ({ density }: { density: Density }) => {
  const height = rowHeights[density] / 2
  const rows = ['first', 'second', 'third', 'fourth', 'fifth']
  return (
    <span className={styles.rows} aria-hidden>
      {rows.map((row) => (
        <span key={row} className={styles.row} style={{ height, lineHeight: `${height}px` }} />
      ))}
    </span>
  )
}

const Appearance = () => {
  const { look, toast } = useBench()
  const { theme, density } = useStore(look.store)
  const set = (part: Partial<Look>) => {
    look.set(part).catch((error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  }
  return (
    <>
      <Choice
        legend="Theme"
        value={theme}
        options={themeNames.map((value) => ({ value, ...pictures[value] }))}
        onChange={(value) => set({ theme: value })}
      />
      <Choice
        legend="Density of lists and controls"
        value={density}
        options={densities.map((value) => ({
          value,
          label: densityNames[value],
          picture: <Rows density={value} />,
        }))}
        onChange={(value) => set({ density: value })}
      />
    </>
  )
}

export default Appearance
