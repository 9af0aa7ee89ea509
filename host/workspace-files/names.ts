import { BenchError } from '../../shared/contract/error.ts'

/** Bytes of a name that every usual file system takes. */
const nameBytesAtMost = 255

/** Names that Windows keeps for devices, with any ending. */
const devices = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i

/** Refuses a new name that some system cannot hold, or that shows as another than it is. Throws `invalid`. */
export const needName = (path: string): void => {
  for (const name of path.split('/')) {
    const why = whyNot(name)
    if (why)
      throw new BenchError('invalid', `${JSON.stringify(name)} cannot be a name: ${why}. Choose another one.`)
  }
}

const whyNot = (name: string): string | undefined => {
  if (name === '') return 'it is empty'
  if (name === '.' || name === '..') return 'it means a folder'
  if (/\p{Cc}/u.test(name)) return 'it has control characters'
  if (/[\u202a-\u202e\u2066-\u2069]/.test(name))
    return 'it has characters that change the direction of writing'
  if (!name.isWellFormed()) return 'it is no Unicode'
  if (Buffer.byteLength(name) > nameBytesAtMost) return `it has more than ${nameBytesAtMost} bytes`
  if (name.includes('\\')) return 'it has a backslash'
  if (process.platform !== 'win32') return undefined
  if (devices.test(name)) return 'Windows keeps it for a device'
  if (/[<>:"|?*]/.test(name) || /[. ]$/.test(name)) return 'Windows does not allow it'
  return undefined
}
