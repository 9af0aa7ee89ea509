import { type FormEvent, useState } from 'react'
import { Input } from '../../ui/input.tsx'
import { Select } from '../../ui/select.tsx'
import styles from './changes.module.css'

const other = 'other'
const known = [
  { value: 'baseline', label: "the customer's state" },
  { value: 'HEAD', label: 'the last commit' },
  { value: other, label: 'a revision…' },
]

/** What the working tree is compared with. */
export const AgainstField = ({
  value,
  onChange,
}: {
  value: string
  onChange: (revision: string) => void
}) => {
  const isKnown = known.some((one) => one.value === value)
  const [asking, setAsking] = useState(!isKnown)
  const [text, setText] = useState(isKnown ? '' : value)
  const take = (event: FormEvent) => {
    event.preventDefault()
    if (/^[\w./@^~{}-]{1,200}$/.test(text.trim())) onChange(text.trim())
  }
  return (
    <span className={styles.against}>
      against
      <Select
        look="inline"
        size="small"
        label="Compare with"
        value={asking ? other : value}
        options={known}
        onChange={(chosen) => {
          setAsking(chosen === other)
          if (chosen !== other && chosen !== null) onChange(chosen)
        }}
      />
      {asking && (
        <form onSubmit={take}>
          <Input
            aria-label="Branch, tag or commit"
            placeholder="branch, tag or commit"
            value={text}
            onChange={(event) => setText(event.target.value)}
          />
        </form>
      )}
    </span>
  )
}
