/** A text with the letters that answered the query marked. */
export const Hits = ({ text, hits }: { text: string; hits: readonly number[] }) => {
  if (hits.length === 0) return <>{text}</>
  const runs: { text: string; hit: boolean; from: number }[] = []
  const marked = new Set(hits)
  for (let at = 0; at < text.length; at += 1) {
    const last = runs.at(-1)
    const hit = marked.has(at)
    if (last && last.hit === hit) last.text += text[at]
    else runs.push({ text: text[at] ?? '', hit, from: at })
  }
  return runs.map(({ text: part, hit, from }) =>
    hit ? <mark key={from}>{part}</mark> : <span key={from}>{part}</span>,
  )
}
