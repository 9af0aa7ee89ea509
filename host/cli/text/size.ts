const units = ['B', 'KB', 'MB', 'GB', 'TB'] as const

/** A size for a person, in powers of 1000. */
export const size = (bytes: number): string => {
  let amount = bytes
  let step = 0
  while (amount >= 999.5 && step < units.length - 1) {
    amount /= 1000
    step += 1
  }
  const digits = step === 0 || amount >= 99.5 ? 0 : 1
  return `${amount.toFixed(digits)} ${units[step]}`
}

/** A count with thousands separated, the same on every machine. */
export const count = (n: number): string => n.toLocaleString('en-US')

/** A count and its noun, `1 case`, `2 cases`. */
export const counted = (n: number, one: string, many = `${one}s`): string =>
  `${count(n)} ${n === 1 ? one : many}`
