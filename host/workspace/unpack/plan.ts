import type { Git } from '../../git/git.ts'
import { customerRef } from './adopt.ts'
import { entryName } from './entry-name.ts'
import { unpackedName } from './format.ts'

export interface Packed {
  name: string
  sha256: string
}

/** How a commit of the customer's state says what was unpacked into it, and where. */
const trailer = 'Casebench-Unpacked'

/** Where attachments were unpacked before, by hash; the empty path is the workspace itself. */
export const placesOf = async (git: Git, folder: string): Promise<Map<string, string>> => {
  const places = new Map<string, string>()
  const args = ['log', '--reverse', `--format=%(trailers:key=${trailer},valueonly)`, customerRef, '--']
  const text = await git.text({ folder, args, exitCodes: [0, 128] })
  for (const line of text.split('\n')) {
    const [, sha256, place] = /^([0-9a-f]{64}) \/(.*)$/.exec(line) ?? []
    if (sha256 !== undefined && place !== undefined) places.set(sha256, place)
  }
  return places
}

/**
 * The folder for each attachment: where it was before, else the workspace itself for the only one there ever was, else
 * a folder of its name that nothing else was unpacked into.
 */
export const plan = (files: readonly Packed[], before: ReadonlyMap<string, string>): string[] => {
  const alone = files.length === 1 && before.size === 0
  const taken = new Set([...before.values()].map((place) => place.toLowerCase()))
  return files.map(({ name, sha256 }) => {
    const known = before.get(sha256)
    if (known !== undefined) return known
    if (alone) return ''
    const named = entryName(unpackedName(name).replaceAll(/[/\\]/g, '_'), {
      backslashParts: true,
      platform: 'win32',
    })
    const wanted = ('parts' in named && named.parts[0]) || 'archive'
    let place = wanted
    for (let number = 2; taken.has(place.toLowerCase()); number += 1) place = `${wanted}-${number}`
    taken.add(place.toLowerCase())
    return place
  })
}

/** The message of the commit that holds them. */
export const messageOf = (files: readonly Packed[], places: readonly string[]): string => {
  const names = files.map(({ name }) => name.replace(/\p{Cc}/gu, '_'))
  const title = files.length === 1 ? `Unpack ${names[0]}` : `Unpack ${files.length} attachments`
  const list = files.length === 1 ? [] : [...names.map((name) => `- ${name}`), '']
  const trailers = files.map(({ sha256 }, index) => `${trailer}: ${sha256} /${places[index] ?? ''}`)
  return [title.slice(0, 200), '', ...list, ...trailers, ''].join('\n')
}
