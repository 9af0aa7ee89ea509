import { useCallback } from 'react'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { Markdown } from '../../ui/markdown.tsx'
import { useCasePage } from '../page.ts'
import { InlineImage } from './inline-image.tsx'

export interface CaseMarkdownProps {
  text: string
  /** The files that the text may name; a SHA-256 needs none. */
  files?: readonly Attachment[] | undefined
}

const noFiles: readonly Attachment[] = []
const digest = /^[0-9a-f]{64}$/

/** Anybody's text, with the images of this case that it names. */
export const CaseMarkdown = ({ text, files = noFiles }: CaseMarkdownProps) => {
  const { preview } = useCasePage()
  const draw = useCallback(
    (named: string, label: string) => {
      const file = files.find(({ name, sha256 }) => name === named || sha256 === named)
      const sha256 = file?.sha256 ?? (digest.test(named) ? named : null)
      if (!sha256) return <em>{label} (no attachment of this name)</em>
      const open = file && (() => preview([file], 0))
      return <InlineImage sha256={sha256} name={file?.name ?? label} label={label} onOpen={open} />
    },
    [files, preview],
  )
  return <Markdown text={text} attachment={draw} />
}
