import { useEffect, useState } from 'react'
import { onThemeChange, readColours, shownTheme } from '../theme.ts'
import styles from './gallery.module.css'

const names = ['surface', 'text', 'muted', 'accent', 'code-keyword', 'code-string', 'code-number'] as const

const read = () => {
  const root = document.documentElement
  return { theme: shownTheme(root), colours: readColours(root, names) }
}

/** The tokens as what is not styled by CSS gets them, such as Monaco and xterm. */
export const Resolved = () => {
  const [{ theme, colours }, setResolved] = useState(read)
  useEffect(() => onThemeChange(document.documentElement, () => setResolved(read())), [])
  return (
    <>
      <p>The theme shown is {theme}.</p>
      <div className={styles.swatches}>
        {names.map((name) => (
          <span key={name} className={styles.resolved}>
            <i style={{ background: colours[name] }} />
            {name}
            <br />
            {colours[name]}
          </span>
        ))}
      </div>
    </>
  )
}
