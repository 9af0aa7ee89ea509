import type { PresentPerson } from '../../shared/contract/presence.ts'

/** "Lin", "Lin and Mara", "Lin and 2 others". */
const names = (people: readonly PresentPerson[]): string => {
  const [first, second] = people
  if (!first) return ''
  if (!second) return first.name
  return people.length === 2
    ? `${first.name} and ${second.name}`
    : `${first.name} and ${people.length - 1} others`
}

const doing = (people: readonly PresentPerson[], what: string): string =>
  people.length === 0 ? '' : `${names(people)} ${people.length === 1 ? 'is' : 'are'} ${what}`

/** Who is writing a reply; empty where nobody is. */
export const writingWords = (people: readonly PresentPerson[]): string =>
  doing(
    people.filter((one) => one.doing === 'writing'),
    'writing a reply',
  )

/** What one needs to know first: who writes, else who reads. */
export const presenceWords = (people: readonly PresentPerson[]): string =>
  writingWords(people) || doing(people, 'reading')

/** Everybody, one a line. */
export const presenceList = (people: readonly PresentPerson[]): string =>
  people.map((one) => doing([one], one.doing === 'writing' ? 'writing a reply' : 'reading')).join('\n')
