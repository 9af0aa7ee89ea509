import { createStore, type StoreApi } from 'zustand/vanilla'
import type { Stepped } from '../../../shared/contract/step.ts'
import { type Lane, lanes } from '../../../shared/domain/vocabulary.ts'
import type { HostClient } from '../../app/bench.ts'
import { sentence } from '../../ui/sentence.ts'
import { type Draft, draftKey, draftsPrefix, emptyDraft, isEmpty, latestLane, readDraft } from './draft.ts'

export interface ComposerState {
  /** False until the drafts of an earlier time were read. */
  ready: boolean
  lane: Lane
  drafts: Readonly<Record<Lane, Draft>>
  /** Whether the draft shown is on disk; 'none' when there is nothing to keep. */
  kept: 'none' | 'pending' | 'kept' | 'failed'
  /** A customer message waits for its second act. */
  confirming: boolean
  posting: boolean
  /** Why the last act failed. */
  failure: string | null
  /** Raised to ask the view for the focus. */
  focusAsked: number
  /** How many were posted from here. */
  posted: number
}

export interface ComposerStore {
  readonly store: StoreApi<ComposerState>
  /** Reads the drafts; answers the disposer, which keeps what was typed last. */
  open(): () => void
  write(text: string): void
  addFile(file: Draft['files'][number]): void
  removeFile(sha256: string): void
  setLane(lane: Lane): void
  /** Puts the caret into the text, in this lane if one is named. */
  focus(lane?: Lane): void
  /** Adds a quotation below what is written. */
  quote(text: string): void
  /**
   * Puts a message to the customer that was not sent back to where it was written, below what is written there. Throws
   * where it cannot be kept there.
   */
  takeBack(message: Pick<Draft, 'text' | 'files'>): Promise<void>
  /** Sends at once, or asks for the second act that a customer message needs. Answers the step of what was posted. */
  send(): Promise<Stepped | null>
  back(): void
}

export interface ComposerOptions {
  client: Pick<HostClient, 'local' | 'timeline'>
  caseId: string
  now: () => number
}

/** Milliseconds from the first key until the draft is written; a power cut costs less than a third of a second. */
const keepAfterMs = 150

export const createComposer = ({ client, caseId, now }: ComposerOptions): ComposerStore => {
  const store = createStore<ComposerState>(() => ({
    ready: false,
    lane: 'internal',
    drafts: { internal: emptyDraft, customer: emptyDraft, expert: emptyDraft },
    kept: 'none',
    confirming: false,
    posting: false,
    failure: null,
    focusAsked: 0,
    posted: 0,
  }))
  const dirty = new Set<Lane>()
  let timer: ReturnType<typeof setTimeout> | undefined
  let keeping: Promise<void> = Promise.resolve()

  const put = async (lane: Lane) => {
    const draft = store.getState().drafts[lane]
    dirty.delete(lane)
    try {
      await client.local.put({ key: draftKey(caseId, lane), value: isEmpty(draft) ? null : draft })
    } catch (error) {
      dirty.add(lane)
      store.setState({ kept: 'failed', failure: `The draft is not saved. ${sentence(error)}` })
      return
    }
    if (dirty.size === 0)
      store.setState(({ lane: shown, drafts }) => ({ kept: isEmpty(drafts[shown]) ? 'none' : 'kept' }))
  }
  // One write after the other, so that an older text never lands on a newer one.
  const flush = (): Promise<void> => {
    clearTimeout(timer)
    timer = undefined
    keeping = keeping.then(async () => {
      for (const lane of [...dirty]) await put(lane)
    })
    return keeping
  }

  const change = (part: Partial<Draft>, lane = store.getState().lane) => {
    store.setState(({ drafts }) => ({
      drafts: { ...drafts, [lane]: { ...drafts[lane], ...part, at: now() } },
      kept: 'pending',
      confirming: false,
      failure: null,
    }))
    dirty.add(lane)
    timer ??= setTimeout(() => void flush(), keepAfterMs)
  }

  const load = async () => {
    const { entries } = await client.local.list({ prefix: draftsPrefix(caseId) })
    // Opened twice at once, as a development build does: what was typed since is newer.
    if (store.getState().ready) return
    const drafts = { ...store.getState().drafts }
    for (const lane of lanes) {
      const found = readDraft(entries.find(({ key }) => key === draftKey(caseId, lane))?.value)
      if (found) drafts[lane] = found
    }
    const lane = latestLane(drafts) ?? store.getState().lane
    store.setState({ ready: true, drafts, lane, kept: isEmpty(drafts[lane]) ? 'none' : 'kept' })
  }

  const setLane = (lane: Lane) =>
    store.setState(({ drafts, kept }) => ({
      lane,
      confirming: false,
      kept: kept === 'kept' || kept === 'none' ? (isEmpty(drafts[lane]) ? 'none' : 'kept') : kept,
    }))

  const post = async (lane: Lane): Promise<Stepped | null> => {
    const { text, files } = store.getState().drafts[lane]
    store.setState({ posting: true, failure: null })
    let step: number | null
    try {
      const confirmed = lane === 'customer'
      const made = await client.timeline.post({
        caseId,
        lane,
        body: text,
        attachments: [...files],
        confirmed,
      })
      step = made.step
    } catch (error) {
      store.setState({ posting: false, confirming: false, failure: sentence(error) })
      return null
    }
    // Only now is it durable on the timeline, so only now may the draft go.
    store.setState(({ drafts, posted }) => ({
      posting: false,
      posted: posted + 1,
      confirming: false,
      kept: 'none',
      drafts: { ...drafts, [lane]: emptyDraft },
    }))
    dirty.add(lane)
    await flush()
    return { step }
  }

  return {
    store,
    open() {
      load().catch((error: unknown) =>
        store.setState({
          ready: true,
          failure: `The drafts of this case cannot be read. ${sentence(error)}`,
        }),
      )
      return () => void flush()
    },
    write: (text) => change({ text }),
    addFile(file) {
      const { drafts, lane } = store.getState()
      const others = drafts[lane].files.filter(({ sha256 }) => sha256 !== file.sha256)
      change({ files: [...others, file] })
    },
    removeFile(sha256) {
      const { drafts, lane } = store.getState()
      change({ files: drafts[lane].files.filter((file) => file.sha256 !== sha256) })
    },
    setLane,
    focus(lane) {
      if (lane) setLane(lane)
      store.setState(({ focusAsked }) => ({ focusAsked: focusAsked + 1 }))
    },
    quote(text) {
      const { drafts, lane } = store.getState()
      const quoted = text.trimEnd().replace(/^/gm, '> ')
      const before = drafts[lane].text.trimEnd()
      change({ text: `${before}${before && '\n\n'}${quoted}\n\n` })
      store.setState(({ focusAsked }) => ({ focusAsked: focusAsked + 1 }))
    },
    async takeBack({ text, files }) {
      const before = store.getState().drafts.customer
      const known = new Set(files.map(({ sha256 }) => sha256))
      const others = before.files.filter(({ sha256 }) => !known.has(sha256))
      setLane('customer')
      change({
        // A second try finds what the first one brought.
        text: before.text.endsWith(text)
          ? before.text
          : [before.text.trimEnd(), text].filter(Boolean).join('\n\n'),
        files: [...others, ...files.map(({ name, sha256 }) => ({ name, sha256 }))],
      })
      await flush()
      if (dirty.has('customer'))
        throw new Error('The text cannot be kept in the place to write. The reply stays where it is.')
    },
    async send() {
      const { lane, drafts, confirming, posting } = store.getState()
      if (posting || isEmpty(drafts[lane])) return null
      if (lane !== 'customer' || confirming) return post(lane)
      store.setState({ confirming: true })
      return null
    },
    back: () => store.setState({ confirming: false }),
  }
}
