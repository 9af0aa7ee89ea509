import styles from './marked.module.css'

/** A text with what answered the search marked. */
export const Marked = ({
  text,
  places,
}: {
  text: string
  places: readonly { start: number; end: number }[]
}) => {
  if (places.length === 0) return <>{text}</>
  return (
    <>
      {places.map(({ start, end }, at) => (
        <span key={start}>
          {text.slice(places[at - 1]?.end ?? 0, start)}
          <mark className={styles.mark}>{text.slice(start, end)}</mark>
        </span>
      ))}
      {text.slice(places.at(-1)?.end)}
    </>
  )
}
