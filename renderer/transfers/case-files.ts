import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import { createStore, type StoreApi } from 'zustand/vanilla'
import type { FileStanding } from '../../shared/contract/transfers.ts'

interface Known {
  readonly connected: boolean
  readonly standings: ReadonlyMap<string, FileStanding>
}

/** Where the files of one case are, once for all views of its page. */
export interface CaseFiles {
  readonly store: StoreApi<Known>
  /** What the host says now. A file of which nothing changed stays the same object, so that it is not drawn again. */
  take(told: { connected: boolean; files: readonly FileStanding[] }): void
  /** Calls `arrived` once, when the file is here. */
  expect(sha256: string, arrived: () => void): void
}

export const createCaseFiles = (): CaseFiles => {
  const store = createStore<Known>(() => ({ connected: false, standings: new Map() }))
  const expected = new Map<string, () => void>()
  return {
    store,
    take({ connected, files }) {
      const before = store.getState().standings
      const same = (file: FileStanding) => {
        const known = before.get(file.sha256)
        return known && JSON.stringify(known) === JSON.stringify(file) ? known : file
      }
      store.setState({ connected, standings: new Map(files.map((file) => [file.sha256, same(file)])) })
      for (const { sha256, here } of files) {
        const arrived = here ? expected.get(sha256) : undefined
        if (!arrived) continue
        expected.delete(sha256)
        arrived()
      }
    },
    expect: (sha256, arrived) => void expected.set(sha256, arrived),
  }
}

export const CaseFilesContext = createContext<CaseFiles | null>(null)

export const useCaseFiles = (): CaseFiles => {
  const files = useContext(CaseFilesContext)
  if (!files) throw new Error('This view is shown outside the page of a case.')
  return files
}

/** Where one file of the case is; undefined until it is known. */
export const useFileStanding = (sha256: string): FileStanding | undefined =>
  useStore(useCaseFiles().store, ({ standings }) => standings.get(sha256))

/** Whether the case has a service; without one a file that is here has nothing to say. */
export const useIsConnected = (): boolean => useStore(useCaseFiles().store, ({ connected }) => connected)
