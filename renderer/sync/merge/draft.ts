import type { editor } from 'monaco-editor/editor/editor.api.js'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { SyncConflict } from '../../../shared/contract/sync.ts'
import type { HostClient } from '../../app/bench.ts'
import { conflictsIn } from '../../editor/conflicts.ts'
import { createKeeper } from '../../editor/keep-unsaved.ts'
import { sentence } from '../../ui/sentence.ts'

export interface DraftState {
  /** Places that are still between markers. */
  conflicts: number
  /** The text comes from before the tab was last closed. */
  restored: boolean
  /** Why it is not kept yet; empty when all is well. */
  problem: string
}

/** Two texts becoming one: kept as it is typed, so that a merge outlives its tab and the host. */
export interface MergeDraft {
  readonly model: editor.ITextModel
  readonly store: StoreApi<DraftState>
  /** Takes a text in place of what stands, as one edit that can be undone. */
  replace(text: string): void
  /** Begins with the merge of all three again. */
  again(): Promise<void>
  /** The conflict is over. */
  forget(): Promise<void>
  flush(): void
  dispose(): void
}

export interface MergeDraftOptions {
  client: Pick<HostClient, 'files' | 'local'>
  conflict: SyncConflict
  /** What the markers call the sides. */
  names: { mine: string; theirs: string }
  createModel: (text: string) => Promise<editor.ITextModel>
}

export const textOf = (value: unknown): string => (typeof value === 'string' ? value : '')

export const openMergeDraft = async (options: MergeDraftOptions): Promise<MergeDraft> => {
  const { client, conflict, names, createModel } = options
  const key = `merge:${conflict.id}`
  const merge = async () => {
    const { base, mine, theirs } = conflict
    const sides = { base: textOf(base), mine: textOf(mine), theirs: textOf(theirs) }
    return (await client.files.merge({ ...sides, names })).text
  }
  const kept = (await client.local.get({ key })).value
  const model = await createModel(typeof kept === 'string' ? kept : await merge())
  const store = createStore<DraftState>(() => ({
    conflicts: conflictsIn(model.getValue()),
    restored: typeof kept === 'string',
    problem: '',
  }))
  const keeper = createKeeper({
    keep: async () => {
      await client.local.put({ key, value: model.getValue() })
    },
    forget: async () => {
      await client.local.put({ key, value: null })
    },
    onFailure: (error) => store.setState({ problem: `The merge is not kept yet: ${sentence(error)}` }),
  })
  const listening = model.onDidChangeContent(() => {
    store.setState({ conflicts: conflictsIn(model.getValue()), problem: '' })
    keeper.changed()
  })
  const replace = (text: string) => {
    model.pushStackElement()
    model.pushEditOperations([], [{ range: model.getFullModelRange(), text }], () => null)
    model.pushStackElement()
  }
  return {
    model,
    store,
    replace,
    async again() {
      replace(await merge())
      store.setState({ restored: false })
    },
    forget: () => keeper.forget(),
    flush: () => keeper.flush(),
    dispose() {
      listening.dispose()
      keeper.dispose()
      model.dispose()
    },
  }
}
