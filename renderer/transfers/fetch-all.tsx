import { useStore } from 'zustand'
import type { Attachment } from '../../shared/domain/entities.ts'
import { bytesText } from '../app/save-bytes.ts'
import { Button } from '../ui/button.tsx'
import { useCaseFiles } from './case-files.ts'
import { useFetch } from './use-fetch.ts'

/** Fetches all files of the case that are not here; nothing where that is one at most. */
export const FetchAll = ({ files }: { files: readonly Attachment[] }) => {
  const standings = useStore(useCaseFiles().store, (known) => known.standings)
  const fetchThem = useFetch()
  const byHash = new Map(files.map((file) => [file.sha256, file]))
  const away = [...byHash.values()].filter(({ sha256 }) => {
    const standing = standings.get(sha256)
    return standing && !standing.here && !standing.way
  })
  if (away.length < 2) return null
  const bytes = away.reduce((sum, file) => sum + file.bytes, 0)
  return (
    <Button size="small" look="quiet" onClick={() => void fetchThem(away)}>
      Fetch all ({bytesText(bytes)})
    </Button>
  )
}
