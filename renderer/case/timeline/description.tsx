import { Pencil } from 'lucide-react'
import { useState } from 'react'
import { useBench } from '../../app/bench.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { useCasePage } from '../page.ts'
import { CaseMarkdown } from './case-markdown.tsx'
import { TextEditor } from './text-editor.tsx'
import styles from './timeline.module.css'

/** What the case is about, in the words of whoever opened it. */
export const Description = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, description, createdAt } = detail.case
  const [editing, setEditing] = useState(false)
  const keep = async (next: string) => {
    const set = () => client.cases.set({ ids: [id], set: { description: next } })
    if (await change(`The description of ${ref} is changed`, set)) setEditing(false)
  }
  return (
    <article className={styles.description} aria-label="Description">
      <header className={styles.meta}>
        {detail.reporter && <Avatar name={detail.reporter.name} size={20} />}
        <span>
          {detail.reporter ? (
            <>
              <b>{detail.reporter.name}</b> opened this case
            </>
          ) : (
            'Opened'
          )}
        </span>
        <RelativeTime at={createdAt} form="long" className={styles.time} />
        <span className={styles.grow} />
        {!editing && description !== '' && (
          <IconButton
            icon={Pencil}
            size="small"
            label="Edit the description"
            onClick={() => setEditing(true)}
          />
        )}
      </header>
      {editing ? (
        <TextEditor
          label="Description"
          text={description}
          onKeep={(text) => void keep(text)}
          onLeave={() => setEditing(false)}
        />
      ) : description ? (
        <CaseMarkdown text={description} />
      ) : (
        <Button size="small" look="quiet" icon={Pencil} onClick={() => setEditing(true)}>
          Describe the problem
        </Button>
      )}
    </article>
  )
}
