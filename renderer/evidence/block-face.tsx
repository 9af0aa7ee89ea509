import { CircleCheck, CircleHelp, CircleX, Folder, SquareTerminal, Timer } from 'lucide-react'
import type { Attachment, EventDetail } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { took } from '../terminal/blocks/block-words.ts'
import { showBlock } from '../terminal/blocks/show-block.ts'
import { CopyButton } from '../ui/copy-button.tsx'
import { cx } from '../ui/cx.ts'
import { IconButton } from '../ui/icon-button.tsx'
import styles from './evidence.module.css'
import { Output } from './output.tsx'

export type DetailOf<T extends EventDetail['type']> = Extract<EventDetail, { type: T }>

/** How a command ended: by sign, word and colour. */
const Ended = ({ exitCode }: { exitCode: number | null }) => {
  const Icon = exitCode === null ? CircleHelp : exitCode === 0 ? CircleCheck : CircleX
  const text =
    exitCode === null ? 'did not end' : exitCode === 0 ? 'succeeded, exit 0' : `failed, exit ${exitCode}`
  return (
    <span className={cx(styles.fact, exitCode === 0 ? styles.well : exitCode !== null && styles.badly)}>
      <Icon size={13} aria-hidden />
      {text}
    </span>
  )
}

/** One command with what it printed. */
export const BlockFace = ({ detail, file }: { detail: DetailOf<'block'>; file: Attachment | undefined }) => {
  const bench = useBench()
  const { command, exitCode, durationMs, folder, startedAt, terminalId, block } = detail
  return (
    <section className={styles.face} aria-label={`Command ${command.slice(0, 100)}`}>
      <header className={styles.head}>
        <span className={styles.prompt} aria-hidden>
          $
        </span>
        <code className={styles.command}>{command.trim() || 'A command without a text'}</code>
        <CopyButton look="quiet" label="Copy the command" iconOnly text={() => command} />
        {terminalId !== null && block !== null && (
          <IconButton
            icon={SquareTerminal}
            size="small"
            look="quiet"
            label="Show in the terminal"
            onClick={() => void showBlock(bench, { terminalId, block, command, startedAt })}
          />
        )}
      </header>
      <div className={styles.facts}>
        <Ended exitCode={exitCode} />
        <span className={styles.fact}>
          <Timer size={13} aria-hidden />
          {took(durationMs)}
        </span>
        <span className={styles.fact} title={folder}>
          <Folder size={13} aria-hidden />
          <span className={styles.clipped}>
            <bdi>{folder}</bdi>
          </span>
        </span>
      </div>
      {file && <Output file={file} plays />}
    </section>
  )
}
