import { Tag, X } from 'lucide-react'
import { tag as tagText } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { useCasePage } from '../page.ts'
import { tagLoader } from '../pickers.ts'
import styles from './header.module.css'

export const Tags = () => {
  const { client, toast, navigate } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, tags } = detail.case
  const add = (text: string) => {
    const parsed = tagText.safeParse(text)
    if (!parsed.success)
      return toast({ tone: 'danger', text: 'A tag has no spaces, commas or quotes, and at most 80 letters.' })
    void change(`${ref} is tagged ${parsed.data}`, () => client.cases.tag({ ids: [id], add: [parsed.data] }))
  }
  const remove = (text: string) =>
    void change(`${ref} is not tagged ${text} any more`, () =>
      client.cases.tag({ ids: [id], remove: [text] }),
    )
  return (
    <div className={styles.tags}>
      <Tag size={13} aria-hidden className={styles.tagIcon} />
      {tags.map((one) => (
        <span key={one} className={styles.tag}>
          <button
            type="button"
            title={`Show all cases tagged ${one}`}
            onClick={() => navigate('/queue', { query: `tag:${one}` })}
          >
            {one}
          </button>
          <button
            type="button"
            className={styles.tagRemove}
            aria-label={`Remove the tag ${one}`}
            onClick={() => remove(one)}
          >
            <X size={12} aria-hidden />
          </button>
        </span>
      ))}
      <span data-act="tag">
        <Combobox
          look="inline"
          label="Add a tag"
          placeholder="Add a tag"
          value={null}
          load={tagLoader(client, tags)}
          create={{ label: (text) => `Tag as ${text}`, run: add }}
          onChange={(option) => option && add(option.label)}
          className={styles.addTag}
        />
      </span>
    </div>
  )
}
