import { h } from './dom.ts'

const MINUTE = 60_000
const units = [
  ['day', 24 * 60 * MINUTE],
  ['hour', 60 * MINUTE],
  ['minute', MINUTE],
] as const

const relative = new Intl.RelativeTimeFormat('en', { numeric: 'auto' })
const date = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium' })
const full = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' })
const number = new Intl.NumberFormat('en')

const ago = (at: number): string => {
  const distance = Date.now() - at
  if (distance > 7 * 24 * 60 * MINUTE) return date.format(at)
  const unit = units.find(([, size]) => distance >= size)
  return unit ? relative.format(-Math.floor(distance / unit[1]), unit[0]) : 'now'
}

/** How long ago; the moment itself on hover. */
export const when = (iso: string): HTMLElement =>
  h('time', { datetime: iso, title: full.format(Date.parse(iso)) }, ago(Date.parse(iso)))

export const moment = (iso: string): HTMLElement =>
  h('time', { datetime: iso, class: 'number' }, full.format(Date.parse(iso)))

export const amount = (value: number): string => number.format(value)

export const counted = (value: number, one: string, many = `${one}s`): string =>
  `${amount(value)} ${value === 1 ? one : many}`

/** Bytes in units of 1,024, as 1.5 GiB. */
export const bytes = (value: number): string => {
  const names = ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']
  const step = value < 1024 ? 0 : Math.min(Math.floor(Math.log2(value) / 10), names.length - 1)
  const shown = value / 1024 ** step
  return `${shown.toLocaleString('en', { maximumFractionDigits: step === 0 ? 0 : 1 })} ${names[step]}`
}

export const sentenceCase = (word: string): string => word.slice(0, 1).toUpperCase() + word.slice(1)
