import styles from './avatar.module.css'
import { cx } from './cx.ts'

const tones = ['accent', 'lane-customer', 'lane-expert', 'lane-internal', 'ok', 'danger', 'severity-2']

const toneOf = (name: string): string => {
  let sum = 0
  for (const letter of name) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) % 9973
  return tones[sum % tones.length] ?? 'accent'
}

/** First letters of the first and the last word, at most two. */
export const initials = (name: string): string => {
  const words = name.split(/[^\p{L}\p{N}]+/u).filter(Boolean)
  const [first, last] = [words[0], words.length > 1 ? words.at(-1) : undefined]
  return [first, last]
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase()
}

/** Decoration beside a name, or named itself where no name stands beside it. */
export const Avatar = ({
  name,
  size = 20,
  alone = false,
}: {
  name: string | null
  size?: number
  alone?: boolean
}) => (
  <span
    className={cx(styles.avatar, !name && styles.nobody)}
    style={{
      width: size,
      height: size,
      fontSize: Math.max(9, Math.round(size * 0.42)),
      ['--avatar-tone' as string]: `var(--${toneOf(name ?? '')})`,
    }}
    {...(alone
      ? { role: 'img', 'aria-label': name ?? 'Nobody', title: name ?? 'Nobody' }
      : { 'aria-hidden': true })}
  >
    {name ? initials(name) : ''}
  </span>
)
