import type { Terminal } from '../../shared/contract/terminals.ts'

const longest = 60

/** What a terminal is called: by a person, else by its program, whose text is shown as text and nothing more. */
export const nameOf = (terminal: Pick<Terminal, 'title' | 'profile'>): string => {
  const title = terminal.title.replace(/[\p{Cc}\p{Cf}]/gu, ' ').trim()
  const name = title || terminal.profile
  return name.length > longest ? `${name.slice(0, longest - 1)}…` : name
}

/** How a terminal ended, as a sentence; empty while it runs. */
export const endOf = ({ ended }: Pick<Terminal, 'ended'>): string => {
  if (!ended) return ''
  if (ended.lost) return 'Lost: the host or the machine went away while it ran.'
  if (ended.signal) return `Ended by signal ${ended.signal}.`
  return ended.exitCode === null ? 'Ended.' : `Ended with exit code ${ended.exitCode}.`
}
