import { FileText } from 'lucide-react'
import type { ShownEvent } from '../../shared/contract/timeline.ts'
import { fileRoute } from '../editor/file-key.ts'
import { BisectionFace } from './bisection-face.tsx'
import { BlockFace } from './block-face.tsx'
import styles from './evidence.module.css'
import { ExcerptFace } from './excerpt-face.tsx'
import { Near } from './near.tsx'
import { PatchFace } from './patch-face.tsx'
import { RecordingFace } from './recording-face.tsx'
import { RunFace } from './run-face.tsx'

/** What an event shows beside its text and its files. */
const Face = ({ event: { detail, attachments }, caseRef }: { event: ShownEvent; caseRef: string }) => {
  const file = attachments?.[0]
  switch (detail?.type) {
    case 'block':
      return <BlockFace detail={detail} file={file} />
    case 'recording':
      return <RecordingFace detail={detail} file={file} />
    case 'excerpt':
      return <ExcerptFace detail={detail} file={file} caseRef={caseRef} />
    case 'run':
      return <RunFace detail={detail} file={file} />
    case 'bisection':
      return <BisectionFace detail={detail} />
    case 'patch':
      return <PatchFace detail={detail} file={file} />
    case 'file':
      return (
        <p className={styles.source}>
          <FileText size={13} aria-hidden /> From the workspace:{' '}
          <a className={styles.path} href={`#${fileRoute({ caseRef, path: detail.path })}`}>
            {detail.path}
          </a>
        </p>
      )
    case 'screenshot':
      return /^#?\//.test(detail.route) ? (
        <p className={styles.source}>
          A picture of <a href={`#${detail.route.replace(/^#/, '')}`}>this page</a>
        </p>
      ) : null
    default:
      return null
  }
}

/** The face of an event, drawn once it comes near the eye. */
const EvidenceFace = (props: { event: ShownEvent; caseRef: string }) => (
  <Near>
    <Face {...props} />
  </Near>
)

export default EvidenceFace
