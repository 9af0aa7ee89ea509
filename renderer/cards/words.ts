import type { OpenedCard } from '../../shared/contract/cards.ts'
import type { CardManifest } from '../../shared/domain/stack/card.ts'
import { plural } from '../case/words.ts'

/** How often a check runs and how long it may take each time. */
export const checkText = ({ repeat, timeoutMs }: CardManifest): string =>
  `${repeat === 1 ? 'Runs once' : `Runs ${repeat.toLocaleString('en')} times`}, ${plural(Math.ceil(timeoutMs / 1000), 'second')} at most${repeat === 1 ? '' : ' each'}`

const kinds = [
  ['workspace/', 'file', 'for the workspace'],
  ['evidence/', 'file', 'of evidence'],
  ['volumes/', 'volume', 'of data'],
] as const

/** What a card holds, such as "4 files for the workspace, 3 files of evidence". */
export const heldText = ({ members }: Pick<CardManifest, 'members'>): string =>
  kinds
    .map(([folder, one, what]) => ({
      one,
      what,
      count: members.filter(({ path }) => path.startsWith(folder)).length,
    }))
    .filter(({ count }) => count > 0)
    .map(({ one, what, count }) => `${plural(count, one)} ${what}`)
    .join(', ')

const unseen = /[\p{Cc}\p{Cf}\u2028\u2029]/gu

/** A text with what hides or reorders it made visible: a script must read as it runs. */
export const laidBare = (text: string): string =>
  text.replace(unseen, (one) =>
    one === '\n' || one === '\t' || one === '\r'
      ? one
      : `⟨U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}⟩`,
  )

/** The line of a card's file that a danger stands on; empty where it is not shown. */
export const lineOf = (
  { texts }: Pick<OpenedCard, 'texts'>,
  { file, line }: { file: string; line: number },
): string =>
  texts
    .find(({ path }) => path === file)
    ?.text.split('\n')
    [line - 1]?.trim() ?? ''
