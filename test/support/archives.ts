import { crc32, deflateRawSync } from 'node:zlib'

/** An entry of a tar made by hand, as hostile as it has to be. */
export interface TarEntry {
  name: string | Buffer
  /** The type flag: `0` file, `1` hard link, `2` link, `3` character device, `5` folder, `6` FIFO … */
  type?: string
  text?: string | Buffer
  target?: string
  mode?: number
  seconds?: number
  /** The size that the header states, where it lies. */
  size?: number
}

const octal = (value: number, digits: number) => `${value.toString(8).padStart(digits - 1, '0')}\0`

/** One header and its content (POSIX.1-2017, ustar), with a GNU long name where it needs one. */
export const tarEntry = ({
  name,
  type = '0',
  text = '',
  target = '',
  mode = 0o644,
  seconds = 1_600_000_000,
  size,
}: TarEntry): Buffer => {
  const bytes = Buffer.from(text as string)
  const path = Buffer.from(name as string)
  const head = Buffer.alloc(512)
  path.copy(head, 0, 0, 100)
  head.write(octal(mode, 8), 100, 'latin1')
  head.write(octal(0, 8), 108, 'latin1')
  head.write(octal(0, 8), 116, 'latin1')
  head.write(octal(size ?? bytes.length, 12), 124, 'latin1')
  head.write(octal(seconds, 12), 136, 'latin1')
  head.write('        ', 148, 'latin1')
  head.write(type, 156, 'latin1')
  head.write(target, 157, 100)
  head.write('ustar\x0000', 257, 'latin1')
  head.write(
    octal(
      head.reduce((sum, byte) => sum + byte, 0),
      8,
    ),
    148,
    'latin1',
  )
  const padding = Buffer.alloc((512 - (bytes.length % 512)) % 512)
  const long =
    path.length > 100
      ? [tarEntry({ name: '././@LongLink', type: 'L', text: Buffer.concat([path, Buffer.alloc(1)]) })]
      : []
  return Buffer.concat([...long, head, bytes, padding])
}

export const tarOf = (entries: readonly TarEntry[]): Buffer =>
  Buffer.concat([...entries.map(tarEntry), Buffer.alloc(1024)])

export interface ZipEntry {
  name: string
  text?: string | Buffer
  /** Mode with its file type, as a zip of Unix carries it. */
  mode?: number
  encrypted?: boolean
  /** Compression method as stated, and whether the checksum lies. */
  method?: number
  wrongSum?: boolean
}

/** A zip made by hand (APPNOTE 6.3.10): whatever names and flags it is told. */
export const zipOf = (entries: readonly ZipEntry[]): Buffer => {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const {
    name,
    text = '',
    mode = 0o100644,
    encrypted = false,
    method = 8,
    wrongSum = false,
  } of entries) {
    const bytes = Buffer.from(text as string)
    const packed = method === 0 ? bytes : deflateRawSync(bytes)
    const path = Buffer.from(name)
    const common = Buffer.alloc(26)
    common.writeUInt16LE(20, 0)
    common.writeUInt16LE(0x800 | (encrypted ? 1 : 0), 2)
    common.writeUInt16LE(method, 4)
    common.writeUInt16LE(0x6000, 6)
    common.writeUInt16LE(0x5021, 8)
    common.writeUInt32LE((crc32(bytes) + (wrongSum ? 1 : 0)) >>> 0, 10)
    common.writeUInt32LE(packed.length, 14)
    common.writeUInt32LE(bytes.length, 18)
    common.writeUInt16LE(path.length, 22)
    parts.push(Buffer.from('PK\x03\x04', 'latin1'), common, path, packed)
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE((mode << 16) >>> 0, 6)
    rest.writeUInt32LE(offset, 10)
    directory.push(Buffer.from('PK\x01\x02\x14\x03', 'latin1'), common, rest, path)
    offset += 30 + path.length + packed.length
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0)
  const end = Buffer.alloc(22)
  end.write('PK\x05\x06', 0, 'latin1')
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(offset, 16)
  return Buffer.concat([...parts, ...directory, end])
}
