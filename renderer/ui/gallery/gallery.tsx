import { useState } from 'react'
import { Button } from '../button.tsx'
import { applyLook, type ThemeName, themeNames } from '../theme.ts'
import { Toolbar, ToolbarSpace } from '../toolbar.tsx'
import { TooltipProvider } from '../tooltip.tsx'
import { Controls } from './controls.tsx'
import { Faces } from './faces.tsx'
import styles from './gallery.module.css'
import { Lists } from './lists.tsx'
import { Marks } from './marks.tsx'
import { Overlays } from './overlays.tsx'
import { Prose } from './prose.tsx'
import { Resolved } from './resolved.tsx'

const parts = {
  Controls,
  Marks,
  Lists,
  Overlays,
  Prose,
  'Faces of a view': Faces,
  'For other libraries': Resolved,
}

/** Every primitive in its states, for the eye; in development builds only, at `#/gallery`. */
const Gallery = () => {
  const [theme, setTheme] = useState<ThemeName>('system')
  const show = (next: ThemeName) => {
    setTheme(next)
    applyLook(document.documentElement, { theme: next, density: 'regular' })
  }
  return (
    <TooltipProvider>
      <div style={{ display: 'flex', height: '100%', flexDirection: 'column' }}>
        <Toolbar label="Theme">
          <strong>Gallery</strong>
          <ToolbarSpace />
          {themeNames.map((name) => (
            <Button key={name} size="small" aria-pressed={theme === name} onClick={() => show(name)}>
              {name}
            </Button>
          ))}
        </Toolbar>
        <div className={styles.gallery}>
          {Object.entries(parts).map(([title, Part]) => (
            <section key={title} className={styles.part}>
              <h2>{title}</h2>
              <Part />
            </section>
          ))}
        </div>
      </div>
    </TooltipProvider>
  )
}

export default Gallery
