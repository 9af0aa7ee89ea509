import { Download } from 'lucide-react'
import type { Attachment } from '../../../shared/domain/entities.ts'
import { type Bench, useBench } from '../../app/bench.ts'
import { bytesText } from '../../app/save-bytes.ts'
import { useFileStanding } from '../../transfers/case-files.ts'
import { Button } from '../../ui/button.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { sentence } from '../../ui/sentence.ts'
import { useCasePage } from '../page.ts'

type Named = Pick<Attachment, 'name' | 'sha256'>

/** The address under which the browser shell offers the bytes as a download. */
const downloadOf = ({ name, sha256 }: Named): string => `/blob/${sha256}?name=${encodeURIComponent(name)}`

const save = async ({ client, desktop, toast }: Bench, caseKey: string, file: Named) => {
  if (!desktop) {
    const link = document.createElement('a')
    link.href = downloadOf(file)
    link.download = file.name
    return link.click()
  }
  try {
    const { path } = await desktop.pickSavePath({
      title: `Save ${file.name}`.slice(0, 200),
      suggestedName: file.name.replace(/[/\\]/g, '_').slice(0, 255),
    })
    if (!path) return
    // The system's dialog has asked whether a file may be replaced.
    const copy = await client.attachments.saveCopy({
      caseKey,
      nameOrSha256: file.sha256,
      path,
      overwrite: true,
    })
    toast({ tone: 'ok', text: `Saved ${bytesText(copy.bytes)} to ${copy.path}` })
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}

const useSaveCopy = () => {
  const bench = useBench()
  const { detail } = useCasePage()
  return (file: Named) => void save(bench, detail.case.ref, file)
}

export const SaveButton = ({ file, named = false }: { file: Named; named?: boolean }) => {
  const saveCopy = useSaveCopy()
  // There is nothing to save of a file that is not here.
  if (useFileStanding(file.sha256)?.here === false) return null
  if (named)
    return (
      <Button icon={Download} onClick={() => saveCopy(file)}>
        Save a copy
      </Button>
    )
  return (
    <IconButton
      icon={Download}
      size="small"
      label={`Save a copy of ${file.name}`}
      onClick={() => saveCopy(file)}
    />
  )
}
