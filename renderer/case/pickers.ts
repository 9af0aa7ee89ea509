import type { HostClient } from '../app/bench.ts'
import type { ComboOption } from '../ui/combobox.tsx'

type Load = (text: string, signal: AbortSignal) => Promise<readonly ComboOption[]>

const shownAtMost = 30

export const peopleLoader =
  (client: HostClient): Load =>
  async (search, signal) => {
    const { people } = await client.people.list({ search, limit: shownAtMost }, { signal })
    return people.map(({ id, name, email }) => ({ id, label: name, hint: email || undefined }))
  }

export const customerLoader =
  (client: HostClient): Load =>
  async (search, signal) => {
    const { customers } = await client.customers.list({ search, limit: shownAtMost }, { signal })
    return customers.map(({ id, name, domain }) => ({ id, label: name, hint: domain || undefined }))
  }

/** Cases by reference or words, without those named. The option's id is the reference. */
export const caseLoader =
  (client: HostClient, without: readonly string[] = []): Load =>
  async (text, signal) => {
    // A text half typed may be no query yet, such as one with an open quote; then it is looked for as words.
    const query = text.replace(/["():<>=]/g, ' ').trim()
    const { rows } = await client.cases.list({ query, typing: true, snippets: false, limit: 12 }, { signal })
    return rows
      .filter(({ ref }) => !without.includes(ref))
      .map(({ ref, title }) => ({ id: ref, label: `${ref} ${title}` }))
  }

/** Tags in use that begin with the text. */
export const tagLoader =
  (client: HostClient, without: readonly string[]): Load =>
  async (text, signal) => {
    const query = `tag:${text.replace(/[\s",]/g, '')}`
    const { completions } = await client.cases.complete({ query, cursor: query.length }, { signal })
    return completions
      .map(({ label, hint }) => ({ id: label, label: label.replace(/^tag:/, ''), hint }))
      .filter(({ label }) => !without.includes(label))
  }
