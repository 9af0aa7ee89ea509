export type Range = { start: number; end: number } | 'all' | 'unsatisfiable'

/**
 * The part of `size` bytes that a Range header asks for, both ends inclusive (RFC 9110, section 14). More than one
 * range, or one that cannot be read, asks for everything, as the standard allows.
 */
export const parseRange = (header: string | undefined, size: number): Range => {
  const [, first, last] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? []
  if (first === undefined || last === undefined || (first === '' && last === '')) return 'all'
  if (first === '') {
    const length = Math.min(Number(last), size)
    return length === 0 ? 'unsatisfiable' : { start: size - length, end: size - 1 }
  }
  const start = Number(first)
  const end = last === '' ? size - 1 : Math.min(Number(last), size - 1)
  if (last !== '' && Number(last) < start) return 'all'
  return start < size ? { start, end } : 'unsatisfiable'
}
