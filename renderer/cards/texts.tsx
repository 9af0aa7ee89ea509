import { useState } from 'react'
import type { OpenedCard } from '../../shared/contract/cards.ts'
import { CodeBlock } from '../ui/code-block.tsx'
import { Section } from '../ui/section.tsx'
import { Select } from '../ui/select.tsx'
import styles from './cards.module.css'
import { laidBare } from './words.ts'

/** The texts of a card, to be read before they run. */
export const Texts = ({ texts }: Pick<OpenedCard, 'texts'>) => {
  const [wanted, setWanted] = useState('')
  const shown = texts.find(({ path }) => path === wanted) ?? texts[0]
  if (!shown) return null
  return (
    <Section
      title="What would run"
      act={
        <Select
          label="File"
          size="small"
          className={styles.choose}
          value={shown.path}
          options={texts.map(({ path }) => ({ value: path, label: path }))}
          onChange={setWanted}
        />
      }
    >
      <div className={styles.text}>
        <CodeBlock text={laidBare(shown.text)} language={shown.path} />
      </div>
    </Section>
  )
}
