import { PackageOpen } from 'lucide-react'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { useBench } from '../../app/bench.ts'
import { useFileStanding } from '../../transfers/case-files.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { isCancelled, sentence } from '../../ui/sentence.ts'
import { unpackInto } from '../../workspace/acts.tsx'
import { useCasePage } from '../page.ts'

const packed = /\.(zip|jar|war|ear|7z|tgz|tbz2?|txz|tzst|tar|gz|bz2|xz|zst)$/i

/** Unpacks one archive into the workspace of its case; nothing for a file that is none. */
export const UnpackButton = ({ file }: { file: Attachment }) => {
  const bench = useBench()
  const { detail } = useCasePage()
  const standing = useFileStanding(file.sha256)
  if (!packed.test(file.name) || standing?.here === false) return null
  const unpack = () =>
    unpackInto(bench, detail.case, [file]).catch((error: unknown) => {
      if (!isCancelled(error)) bench.toast({ key: 'unpack', tone: 'danger', text: sentence(error) })
    })
  return (
    <IconButton
      size="small"
      icon={PackageOpen}
      label={`Unpack ${file.name} into the workspace`}
      onClick={() => void unpack()}
    />
  )
}
