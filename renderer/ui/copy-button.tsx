import { Check, Copy, X } from 'lucide-react'
import { useEffect, useState } from 'react'
import { Button, type ButtonProps } from './button.tsx'
import { IconButton } from './icon-button.tsx'

export interface CopyButtonProps {
  text: () => string
  label?: string | undefined
  look?: ButtonProps['look']
  /** Draws the icon only. */
  iconOnly?: boolean | undefined
}

const faces = {
  ready: { icon: Copy, word: undefined },
  copied: { icon: Check, word: 'Copied' },
  refused: { icon: X, word: 'The clipboard refused' },
} as const

const shownFor = 1600

export const CopyButton = ({ text, label = 'Copy', look = 'plain', iconOnly = false }: CopyButtonProps) => {
  const [state, setState] = useState<keyof typeof faces>('ready')
  useEffect(() => {
    if (state === 'ready') return
    const timer = setTimeout(() => setState('ready'), shownFor)
    return () => clearTimeout(timer)
  }, [state])

  const copy = () => {
    navigator.clipboard.writeText(text()).then(
      () => setState('copied'),
      () => setState('refused'),
    )
  }
  const { icon, word } = faces[state]
  const shown = word ?? label
  return (
    <>
      {iconOnly ? (
        <IconButton icon={icon} label={shown} size="small" onClick={copy} />
      ) : (
        <Button icon={icon} look={look} onClick={copy}>
          {shown}
        </Button>
      )}
      <span role="status" className="visually-hidden">
        {word}
      </span>
    </>
  )
}
