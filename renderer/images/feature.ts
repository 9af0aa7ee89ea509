import { lazy } from 'react'
import type { Feature } from '../app/feature.ts'

export const images: Feature = {
  settings: [{ id: 'images', title: 'Images', view: lazy(() => import('./images-settings.tsx')) }],
}
