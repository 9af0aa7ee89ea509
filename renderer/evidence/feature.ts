import type { Feature } from '../app/feature.ts'
import { attachLastBlock, attachRecording, attachScreenshot } from './attach.ts'

const section = 'Evidence'

export const evidence: Feature = {
  commands: [
    {
      id: 'evidence.attachLastBlock',
      title: 'Attach the last command of the terminal',
      section,
      shortcut: ['Mod+Shift+a'],
      keywords: 'block output evidence',
      run: attachLastBlock,
    },
    {
      id: 'evidence.attachRecording',
      title: 'Attach the recording of the terminal',
      section,
      shortcut: ['Mod+Alt+r'],
      keywords: 'asciicast cast evidence',
      run: attachRecording,
    },
    {
      id: 'evidence.attachScreenshot',
      title: 'Attach a picture of this page',
      section,
      shortcut: ['Mod+Alt+p'],
      keywords: 'screenshot evidence',
      run: attachScreenshot,
    },
  ],
}
