import { PackageOpen } from 'lucide-react'
import type { Attachment } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { useFileStanding } from '../transfers/case-files.ts'
import { IconButton } from '../ui/icon-button.tsx'
import { cardRoute, isCard } from './source.ts'

/** Opens an attached repro card; nothing for a file that is none. */
export const CardButton = ({ file: { name, sha256 } }: { file: Pick<Attachment, 'name' | 'sha256'> }) => {
  const { navigate } = useBench()
  const standing = useFileStanding(sha256)
  if (!isCard(name) || standing?.here === false) return null
  return (
    <IconButton
      size="small"
      icon={PackageOpen}
      label={`Open the repro card ${name}`}
      onClick={() => navigate(cardRoute({ sha256 }))}
    />
  )
}
