import type { CaseKind, ComponentKind, LinkKind } from '../../shared/domain/vocabulary.ts'

export const kindNames: Record<CaseKind, string> = {
  question: 'Question',
  'how-to': 'How-to',
  integration: 'Integration',
  troubleshooting: 'Troubleshooting',
  defect: 'Defect',
  security: 'Security',
}

export const componentKindNames: Record<ComponentKind, string> = {
  package: 'Package',
  product: 'Product',
  'in-house': 'In-house',
}

/** How a link reads from the case that is shown. */
export const linkWords = (kind: LinkKind, outgoing: boolean): string => {
  if (kind === 'related') return 'Related to'
  return outgoing ? 'Duplicate of' : 'Duplicated by'
}

const date = new Intl.DateTimeFormat('en-GB', {
  day: 'numeric',
  month: 'short',
  year: 'numeric',
  hour: '2-digit',
  minute: '2-digit',
})

export const dateText = (at: number): string => date.format(at)

const pad = (number: number): string => String(number).padStart(2, '0')

/** A moment as an `<input type="datetime-local">` has it, in the time zone of this machine. */
export const toLocalInput = (at: number): string => {
  const day = new Date(at)
  const time = `${pad(day.getHours())}:${pad(day.getMinutes())}`
  return `${day.getFullYear()}-${pad(day.getMonth() + 1)}-${pad(day.getDate())}T${time}`
}

export const fromLocalInput = (value: string): number | null => {
  const at = new Date(value).getTime()
  return Number.isNaN(at) || at < 0 ? null : at
}

/** Minutes as a person says them: "2 h 15 min", "3 d 4 h". */
export const spanText = (ms: number): string => {
  const minutes = Math.floor(Math.abs(ms) / 60_000)
  const [days, hours, rest] = [Math.floor(minutes / 1440), Math.floor((minutes % 1440) / 60), minutes % 60]
  if (days > 0) return hours > 0 && days < 30 ? `${days} d ${hours} h` : `${days} d`
  if (hours > 0) return rest > 0 ? `${hours} h ${rest} min` : `${hours} h`
  return `${rest} min`
}

export const plural = (count: number, one: string, many = `${one}s`): string =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`
