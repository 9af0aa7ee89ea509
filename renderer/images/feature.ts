import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const images: Feature = {
  settings: [{ id: 'images', title: 'Images', view: lazy(() => import('./images-settings.tsx')) }],
}
