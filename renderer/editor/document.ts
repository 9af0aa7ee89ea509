import type { editor } from 'monaco-editor/editor/editor.api.js'
import { createStore, type StoreApi } from 'zustand/vanilla'
import { BenchError } from '../../shared/contract/error.ts'
import type { OpenedFile, TextForm } from '../../shared/contract/files.ts'
import type { Services } from '../../shared/contract/index.ts'
import type { Client } from '../../shared/wire/client.ts'
import { follow } from '../client/follow.ts'
import { conflictsIn } from './conflicts.ts'
import { createKeeper, type Keeper } from './keep-unsaved.ts'

type Files = Client<Services>['files']

/** What a path holds, as the tab shows it. */
export type Face =
  | { is: 'loading' }
  | { is: 'text'; model: editor.ITextModel; readOnly: boolean; damaged: boolean }
  | (Extract<OpenedFile, { kind: 'large' | 'binary' | 'refused' }> & { is: 'other' })
  | { is: 'failed'; error: unknown }

export interface FileState {
  face: Face
  dirty: boolean
  form: TextForm | null
  /** How the disk differs from what the text was made from. */
  trouble: 'changed' | 'vanished' | null
  /** Why it could not be saved, kept or merged; empty when all is well. */
  problem: string
  saving: boolean
  /** Places that a merge, ours or git's, left for a person. */
  conflicts: number
  /** The text comes from before the last start. */
  restored: boolean
}

/** A file of a workspace that is open in tabs: its text, what of it is not saved, and how it stands to the disk. */
export interface FileDocument {
  readonly caseId: string
  readonly path: string
  readonly name: string
  readonly store: StoreApi<FileState>
  load(): Promise<void>
  save(): Promise<void>
  giveUp(): Promise<void>
  /** Takes what is on the disk, read in another encoding where one is named. */
  reload(encoding?: string): Promise<void>
  merge(): Promise<void>
  /** The next save replaces what is on the disk. */
  keepMine(): Promise<void>
  setForm(part: Partial<TextForm>): void
  flush(): void
  dispose(): void
  /** Where the reader was, by the kind of view, for the next one of it. */
  readonly views: Map<string, editor.ICodeEditorViewState | null>
}

export interface FileDocumentOptions {
  files: Files
  caseId: string
  path: string
  now: () => number
  /** Makes the editor's model of a text. */
  createModel: (text: string) => Promise<editor.ITextModel>
}

const lf = 0
const crlf = 1

/** Puts a text into a model as one edit, so that it can be undone. */
const setText = (model: editor.ITextModel, text: string): void => {
  if (model.getValue() === text) return
  model.pushStackElement()
  model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null)
  model.pushStackElement()
}

const codeOf = (error: unknown): string => (error instanceof BenchError ? error.code : '')
const say = (error: unknown): string => (error instanceof Error ? error.message : String(error))

const isGone = (error: unknown): boolean => ['vanished', 'not-found'].includes(codeOf(error))

export const createFileDocument = (options: FileDocumentOptions): FileDocument => {
  const { files, caseId, path, now, createModel } = options
  const at = { caseId, path }
  const store = createStore<FileState>(() => ({
    face: { is: 'loading' },
    dirty: false,
    form: null,
    trouble: null,
    problem: '',
    saving: false,
    conflicts: 0,
    restored: false,
  }))
  let base: { version: string | null; text: string | null } = { version: null, text: null }
  /** The version whose text is kept with what is not saved. */
  let baseKept: string | null = null
  let savedAt = 0
  let formChanged = false
  let named: string | undefined
  let disposed = false
  let stopWatching: (() => void) | undefined
  /** Something was told of the disk while a save was under way. */
  let missed = false
  const set = (part: Partial<FileState>): void => {
    if (!disposed) store.setState(part)
  }

  const model = (): editor.ITextModel | null => {
    const { face } = store.getState()
    return face.is === 'text' ? face.model : null
  }

  const keeper: Keeper = createKeeper({
    keep: async () => {
      const text = model()
      const { form, dirty } = store.getState()
      if (!text || !form || !dirty) return
      const made = base
      const tells = made.text !== null && made.version !== null && made.version !== baseKept
      await files.keepUnsaved({
        caseId,
        unsaved: { path, text: text.getValue(), form, base: made.version, at: now() },
        ...(tells && made.text !== null && { baseText: made.text }),
      })
      baseKept = made.version
    },
    forget: async () => {
      await files.forgetUnsaved(at)
      baseKept = null
    },
    onFailure: (error) => set({ problem: `The changes are not kept yet: ${say(error)}` }),
  })

  const refresh = () => {
    const text = model()
    if (!text) return
    const dirty = formChanged || text.getAlternativeVersionId() !== savedAt
    if (dirty !== store.getState().dirty) set({ dirty })
    if (dirty) keeper.changed()
    else keeper.clean()
  }

  /** The text is now what the disk holds at `version`. */
  const settle = (text: editor.ITextModel, version: string, value: string, alternative: number) => {
    base = { version, text: value }
    savedAt = alternative
    formChanged = false
    set({ trouble: null, problem: '', restored: false })
    if (text.getAlternativeVersionId() === alternative) set({ conflicts: conflictsIn(value) })
    refresh()
  }

  const showText = async (opened: Extract<OpenedFile, { kind: 'text' }>, text: string, form: TextForm) => {
    const made = await createModel(text)
    if (disposed) return made.dispose()
    const { readOnly, damaged } = opened
    set({ face: { is: 'text', model: made, readOnly: readOnly || damaged, damaged }, form })
    savedAt = made.getAlternativeVersionId()
    made.onDidChangeContent(refresh)
  }

  const read = async (encoding?: string) =>
    await files.read({ ...at, ...(encoding !== undefined && { encoding }) })

  /** What an unsaved text of before the last start was made from. */
  const keptBase = async (version: string | null): Promise<string | null> => {
    if (version === null) return null
    // Without it a merge begins from the last commit.
    const { text } = await files.unsavedBase({ ...at, base: version }).catch(() => ({ text: null }))
    if (text !== null) baseKept = version
    return text
  }

  const load = async () => {
    const [kept, opened] = await Promise.all([
      files.listUnsaved({ caseId }),
      read().catch((error: unknown) => ({ kind: 'failed' as const, error })),
    ])
    if (disposed) return
    const unsaved = kept.unsaved.find((one) => one.path === path)
    if (unsaved && (opened.kind === 'text' || opened.kind === 'failed')) {
      const same = opened.kind === 'text' && opened.version === unsaved.base
      base = { version: unsaved.base, text: same ? opened.text : await keptBase(unsaved.base) }
      if (disposed) return
      const shown = opened.kind === 'text' ? opened : { ...textOf(unsaved.form), text: unsaved.text }
      await showText({ ...shown, readOnly: false }, unsaved.text, unsaved.form)
      formChanged = true
      set({ restored: true, trouble: troubleOf(opened, unsaved.base) })
      return refresh()
    }
    if (opened.kind === 'failed') return set({ face: { is: 'failed', error: opened.error } })
    if (opened.kind !== 'text') return set({ face: { ...opened, is: 'other' } })
    base = { version: opened.version, text: opened.text }
    await showText(opened, opened.text, opened.form)
    set({ conflicts: conflictsIn(opened.text) })
  }

  const reload = async (encoding = named) => {
    const text = model()
    try {
      const opened = await read(encoding)
      if (opened.kind !== 'text' || !text) {
        if (opened.kind !== 'text') set({ face: { ...opened, is: 'other' }, dirty: false })
        return keeper.clean()
      }
      named = encoding
      setText(text, opened.text)
      const { readOnly, damaged } = opened
      set({ form: opened.form, face: { is: 'text', model: text, readOnly: readOnly || damaged, damaged } })
      settle(text, opened.version, opened.text, text.getAlternativeVersionId())
    } catch (error) {
      if (isGone(error)) set({ trouble: 'vanished' })
      else set({ problem: say(error) })
    }
  }

  const save = async () => {
    const text = model()
    const { form, saving, dirty, face } = store.getState()
    if (!text || !form || saving || (!dirty && store.getState().trouble === null)) return
    if (face.is === 'text' && face.readOnly)
      return set({ problem: 'This file is read-only; nothing was written.' })
    set({ saving: true })
    const value = text.getValue()
    const alternative = text.getAlternativeVersionId()
    try {
      const written = await files.write({ ...at, text: value, form, base: base.version })
      settle(text, written.version, value, alternative)
    } catch (error) {
      if (codeOf(error) === 'changed') await look()
      else set({ problem: say(error) })
    } finally {
      set({ saving: false })
      if (missed) void look()
      missed = false
    }
  }

  const merge = async () => {
    const text = model()
    if (!text) return
    try {
      const theirs = await read(store.getState().form?.encoding)
      if (theirs.kind !== 'text')
        return set({ problem: 'What is on the disk now is no text that could be merged.' })
      const before =
        base.text ?? (await files.readAt({ ...at, revision: 'HEAD' }).catch(() => null))?.text ?? ''
      const merged = await files.merge({ base: before, mine: text.getValue(), theirs: theirs.text })
      setText(text, merged.text)
      settle(
        text,
        theirs.version,
        theirs.text,
        merged.text === theirs.text ? text.getAlternativeVersionId() : -1,
      )
      set({ conflicts: merged.conflicts })
    } catch (error) {
      set({ problem: say(error) })
    }
  }

  const keepMine = async () => {
    try {
      const opened = await read(named)
      if (opened.kind === 'text') base = { version: opened.version, text: opened.text }
    } catch (error) {
      if (!isGone(error)) return set({ problem: say(error) })
      base = { version: null, text: null }
    }
    formChanged = true
    set({ trouble: null })
    refresh()
  }

  /** Compares with the disk: what is not changed here follows it, anything else is for a person to say. */
  const look = async () => {
    const { dirty, saving } = store.getState()
    try {
      const opened = await read(named)
      if (opened.kind === 'text' && opened.version === base.version) return set({ trouble: null })
      if (dirty || saving) return set({ trouble: 'changed' })
      await reload()
    } catch (error) {
      if (isGone(error)) set({ trouble: 'vanished' })
    }
  }

  const watch = () => {
    stopWatching = follow(
      (signal) => files.watch({ caseId, paths: [path] }, { signal }),
      ({ value }) => {
        const version = value?.versions[path]
        const { saving, face } = store.getState()
        if (saving) missed = true
        if (version === undefined || saving || face.is === 'loading' || version === base.version) return
        if (face.is === 'text') void look()
        else if (
          version !== null &&
          (face.is === 'failed' || face.kind === 'refused' || face.version !== version)
        )
          void again()
      },
    )
  }

  const again = async () => {
    if (model()) return
    await load().catch((error: unknown) => set({ face: { is: 'failed', error } }))
  }

  return {
    caseId,
    path,
    name: path.split('/').at(-1) ?? path,
    store,
    views: new Map(),
    async load() {
      await again()
      if (!disposed) {
        stopWatching?.()
        watch()
      }
    },
    save,
    async giveUp() {
      const text = model()
      if (text && base.text !== null) setText(text, base.text)
      formChanged = false
      if (text) savedAt = text.getAlternativeVersionId()
      set({ dirty: false, conflicts: 0, problem: '' })
      await keeper.forget()
    },
    reload,
    merge,
    keepMine,
    setForm(part) {
      const text = model()
      const { form } = store.getState()
      if (!form || !text) return
      formChanged = true
      set({ form: { ...form, ...part } })
      if (part.lineEnding === '\n') text.setEOL(lf)
      if (part.lineEnding === '\r\n') text.setEOL(crlf)
      refresh()
    },
    flush: () => keeper.flush(),
    dispose() {
      disposed = true
      stopWatching?.()
      keeper.dispose()
      model()?.dispose()
    },
  }
}

const textOf = (form: TextForm) =>
  ({ kind: 'text', form, version: '', bytes: 0, readOnly: false, damaged: false }) as const

const troubleOf = (
  opened: OpenedFile | { kind: 'failed'; error: unknown },
  base: string | null,
): FileState['trouble'] => {
  if (opened.kind === 'failed') return base !== null && isGone(opened.error) ? 'vanished' : null
  return opened.kind === 'text' && opened.version === base ? null : 'changed'
}
