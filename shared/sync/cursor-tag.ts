/** A place of a stream and the name of the transaction that wrote it. */
interface Place {
  seq: number
  tag: string
}

/**
 * The tag of a mark before the end of what its stream held when it was told. A row that was written again later is told
 * at its later place only, so that such a mark says what it says together with the places up to `head`: a service that
 * was restored to a past between the two must be noticed.
 */
export const tagWithin = (head: Place): string => `${head.tag}@${head.seq}`

/** The place that a cursor's service must have: where it stands, or the end that its tag names. */
export const placeOfCursor = ({ seq, tag }: Place): Place => {
  const [, name, head] = /^(.*)@(\d{1,15})$/.exec(tag) ?? []
  return name === undefined || head === undefined ? { seq, tag } : { seq: Number(head), tag: name }
}
