import { type KeyboardEvent, useState } from 'react'
import { limits } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { Input } from '../../ui/input.tsx'
import { useCasePage } from '../page.ts'
import styles from './header.module.css'

/** The title, edited where it stands: Enter keeps, Escape leaves it. */
export const Title = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, title } = detail.case
  const [text, setText] = useState<string | null>(null)

  const keep = async () => {
    const next = text?.trim() ?? ''
    if (next === '' || next === title) return setText(null)
    const set = () => client.cases.set({ ids: [id], set: { title: next } })
    if (await change(`The title of ${ref} is changed`, set)) setText(null)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter') void keep()
    else if (event.key === 'Escape') setText(null)
    else return
    event.preventDefault()
    event.stopPropagation()
  }
  if (text !== null)
    return (
      <Input
        className={styles.titleInput}
        aria-label="Title"
        value={text}
        maxLength={limits.title}
        autoFocus
        onFocus={(event) => event.target.select()}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={onKeyDown}
        onBlur={() => void keep()}
      />
    )
  return (
    <h1 className={styles.title}>
      <button type="button" data-act="title" title="Change the title (E)" onClick={() => setText(title)}>
        {title}
      </button>
    </h1>
  )
}
