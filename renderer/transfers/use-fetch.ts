import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { fetchFiles } from './acts.ts'
import { useCaseFiles } from './case-files.ts'

/** Fetches files of the case; of a single one it is told when it is here, with the way to open it. */
export const useFetch = () => {
  const bench = useBench()
  const files = useCaseFiles()
  return async (wanted: readonly Attachment[], open?: (file: Attachment) => void): Promise<void> => {
    const { standings } = files.store.getState()
    const named = wanted.flatMap(({ name, sha256 }) => {
      const standing = standings.get(sha256)
      return standing ? [{ name, standing }] : []
    })
    const comes = await fetchFiles(bench, named)
    const [one] = wanted
    if (!comes || !open || !one || wanted.length > 1) return
    files.expect(one.sha256, () =>
      bench.toast({
        tone: 'ok',
        key: `here ${one.sha256}`,
        text: `${one.name} is here`,
        act: { label: 'Open', run: () => open(one) },
      }),
    )
  }
}
