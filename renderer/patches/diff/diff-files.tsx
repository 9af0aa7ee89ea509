import type { ChangedFile } from '../../../shared/contract/patches.ts'
import { DiffFile } from './diff-file.tsx'

/** Files of a patch, one under the other; the more there are, the shorter those that begin unfolded. */
export const DiffFiles = ({
  files,
  foldAbove = 200,
}: {
  files: readonly ChangedFile[]
  foldAbove?: number
}) => (
  <div>
    {files.map((file) => (
      <DiffFile key={file.path} file={file} foldAbove={files.length > 20 ? 0 : foldAbove} />
    ))}
  </div>
)
