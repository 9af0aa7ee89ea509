import { useEffect } from 'react'
import { useStore } from 'zustand'
import type { Terminal, TerminalBlock } from '../../../shared/contract/terminals.ts'
import { usePanel } from '../panel-context.ts'
import type { Session } from '../session/session.ts'
import { blockFacts, commandLine, outcomeOf } from './block-words.ts'
import styles from './blocks.module.css'
import { useBlocks } from './use-blocks.ts'

/** The block of a mark: both count commands in order, and the newest of each is the same. */
const blockAt = (blocks: readonly TerminalBlock[], marks: number, at: number): TerminalBlock | undefined =>
  blocks[blocks.length - marks + at]

const none: readonly number[] = []

/** Paints beside each command how it went. */
export const useGutter = (session: Session, terminal: Terminal): void => {
  const { face } = usePanel()
  const blocks = useBlocks(terminal.id)
  const marks = useStore(session.store, (state) => state.marks)
  const chosen = useStore(face, (state) => state.chosen[terminal.id] ?? none)
  useEffect(() => {
    // Read again whenever a mark came or went.
    const count = marks < 0 ? 0 : session.blocks.list().length
    session.blocks.paint((_, at, element) => {
      const block = blockAt(blocks, count, at)
      element.className = `xterm-decoration ${styles.mark} ${block ? styles[outcomeOf(block)] : ''}`
      element.style.width = '3px'
      element.classList.toggle(
        styles.chosen ?? 'chosen',
        block !== undefined && chosen.includes(block.number),
      )
      element.title = block ? `${commandLine(block)}\n${blockFacts(block)}` : ''
    })
  }, [session, blocks, marks, chosen])
}
