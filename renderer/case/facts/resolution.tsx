import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { CaseMarkdown } from '../timeline/case-markdown.tsx'
import { TextEditor } from '../timeline/text-editor.tsx'
import styles from './facts.module.css'

/** What the cause was and what solved it. */
export const Resolution = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, resolution } = detail.case
  const [editing, setEditing] = useState(false)
  const keep = async (next: string) => {
    const set = () => client.cases.set({ ids: [id], set: { resolution: next } })
    if (await change(`Cause and solution of ${ref} are changed`, set)) setEditing(false)
  }
  return (
    <Section
      look="panel"
      title="Cause and solution"
      act={
        <IconButton
          icon={Pencil}
          size="small"
          label="Write cause and solution"
          onClick={() => setEditing(true)}
        />
      }
    >
      {editing ? (
        <TextEditor
          label="Cause and solution"
          text={resolution}
          onKeep={(text) => void keep(text)}
          onLeave={() => setEditing(false)}
        />
      ) : resolution ? (
        <CaseMarkdown text={resolution} />
      ) : (
        <p className={styles.none}>Not known yet.</p>
      )}
    </Section>
  )
}
