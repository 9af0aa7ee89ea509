import type { Handlers } from '../../shared/contract/define.ts'
import { BenchError } from '../../shared/contract/error.ts'
import type { presence } from '../../shared/contract/presence.ts'
import { type PresenceRequest, type PresenceTold, presentMs, renewMs } from '../../shared/sync/presence.ts'
import type { Database } from '../database/threads.ts'
import type { Topic } from '../database/topics.ts'
import { live } from '../rpc/live.ts'
import { namesOfOthers } from './names.ts'
import { createWindows } from './windows.ts'

/** Milliseconds in which what windows say is gathered. */
const gatherMs = 150
/** Milliseconds between two times of saying, whatever happens. */
const saidEveryMs = 500
/** Milliseconds before it is tried again where the service did not take it, and where it is older than presence. */
const againMs = 5_000
const olderAgainMs = 600_000

export interface PresenceOptions {
  database: Database
  now(): number
  /** Whether the service can be reached as far as is known. */
  online(): boolean
  /** Says to the service what this bench has before it, and hears who else is there. */
  tell(request: PresenceRequest, signal: AbortSignal): Promise<PresenceTold>
}

/** What this bench says of its windows, and what it hears of others. */
export interface PresenceDesk {
  handlers: Handlers<typeof presence>
  /** The service told by itself. */
  heard(told: PresenceTold): void
  /** Whether the service can be reached may have changed. */
  changed(): void
  close(): Promise<void>
}

type People = PresenceTold['cases'][number]['people']

export const openPresence = ({ database, now, online, tell }: PresenceOptions): PresenceDesk => {
  const windows = createWindows(now)
  const closing = new AbortController()
  const listeners = new Set<(topics: readonly Topic[]) => void>()
  let people = new Map<string, People>()
  /** When what was heard last is no longer worth anything. */
  let until = 0
  let said = '[]'
  let saidAt = 0
  let quietUntil = 0
  let timer: NodeJS.Timeout | undefined
  let due = Number.POSITIVE_INFINITY
  let telling: Promise<void> = Promise.resolve()

  const show = (told: PresenceTold) => {
    people = new Map(told.cases.map((one) => [one.caseId, one.people]))
    for (const listener of listeners) listener(['sync'])
  }
  const within = (ms: number) => {
    const at = Math.max(now() + ms, saidAt + saidEveryMs, quietUntil)
    if (closing.signal.aborted || at >= due) return
    clearTimeout(timer)
    due = at
    timer = setTimeout(() => {
      due = Number.POSITIVE_INFINITY
      telling = telling.then(turn)
    }, at - now())
  }
  const forget = () => {
    if (people.size > 0) show({ cases: [] })
  }
  const turn = async () => {
    if (until <= now() || !online()) forget()
    const cases = windows.all()
    const text = JSON.stringify(cases)
    if (!online() || (cases.length === 0 && said === '[]')) return
    // Who has nothing open any more is forgotten by the service too, at once where it hears of it.
    saidAt = now()
    try {
      const told = await tell({ cases }, closing.signal)
      said = text
      until = now() + presentMs
      show(told)
      if (cases.length > 0) within(renewMs)
    } catch (error) {
      // Who is there is a courtesy: without it the window shows nobody.
      forget()
      const older = error instanceof BenchError && error.code === 'server-older'
      quietUntil = now() + (older ? olderAgainMs : againMs)
      if (cases.length > 0) within(0)
    }
  }
  const peopleOn = async (caseId: string) => {
    const there = online() && until > now() ? (people.get(caseId) ?? []) : []
    if (there.length === 0) return { people: [] }
    const doing = new Map(there.map((one) => [one.personId, one.doing]))
    const names = await database.read(namesOfOthers, { ids: [...doing.keys()] })
    return { people: names.map(({ id, name }) => ({ id, name, doing: doing.get(id) ?? 'reading' })) }
  }
  const news = {
    onChange(listener: (topics: readonly Topic[]) => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  return {
    handlers: {
      async *watch({ caseId }, { signal }) {
        const stop = windows.watch(caseId)
        within(gatherMs)
        try {
          yield* live(news, { topics: ['sync'], signal, read: () => peopleOn(caseId) })
        } finally {
          stop()
          within(gatherMs)
        }
      },
      say(input) {
        const before = JSON.stringify(windows.all())
        windows.say(input)
        if (JSON.stringify(windows.all()) !== before) within(gatherMs)
        return {}
      },
    },
    heard(told) {
      if (until <= now()) return
      show(told)
      // The service forgot what this bench has open: somebody's access changed, or it is another process now.
      if (told.cases.length === 0 && windows.all().length > 0) within(gatherMs)
    },
    changed() {
      if (!online()) forget()
      else if (windows.all().length > 0 && people.size === 0) within(gatherMs)
    },
    async close() {
      closing.abort()
      clearTimeout(timer)
      await telling
      listeners.clear()
    },
  }
}
