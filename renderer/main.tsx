import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { Boot } from './app/boot.tsx'
import { combine } from './app/feature.ts'
import { features } from './app/features.ts'
import { openHostConnection } from './client/open.ts'
import './ui/base.css'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root.')

const draw = async () => {
  if (import.meta.env.DEV && location.hash === '#/gallery') {
    const { default: Gallery } = await import('./ui/gallery/gallery.tsx')
    return <Gallery />
  }
  return (
    <Boot
      connection={openHostConnection(window)}
      features={combine(features)}
      view={window}
      bridge={window.casebench ?? null}
    />
  )
}

createRoot(root).render(<StrictMode>{await draw()}</StrictMode>)
