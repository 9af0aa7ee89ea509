import { createContext, useContext } from 'react'
import type { Features } from './feature.ts'
import type { Workbench } from './workbench/store.ts'

/** What the parts of the window itself share; views of features have `useBench`. */
export interface Frame {
  readonly features: Features
  readonly workbench: Workbench
}

export const FrameContext = createContext<Frame | null>(null)

export const useFrame = (): Frame => {
  const frame = useContext(FrameContext)
  if (!frame) throw new Error('A part of the window is shown outside it.')
  return frame
}
