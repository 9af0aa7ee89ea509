import { useEffect, useEffectEvent } from 'react'
import { useBench } from '../../app/bench.ts'
import type { TerminalPanel } from '../panel-context.ts'
import type { Session } from '../session/session.ts'
import type { Scope } from '../strip.tsx'
import { showMark } from './jump.ts'
import { askedForBlock, type BlockAsk } from './show-block.ts'

/** Milliseconds a screen is waited for until it is drawn. */
const patience = 30_000

/** Resolves when all from before is drawn, or patience is over. */
const whenDrawn = ({ store }: Session): Promise<void> =>
  new Promise((resolve) => {
    if (store.getState().drawn) return resolve()
    const done = () => {
      clearTimeout(timer)
      unsubscribe()
      resolve()
    }
    const timer = setTimeout(done, patience)
    const unsubscribe = store.subscribe(({ drawn }) => {
      if (drawn) done()
    })
  })

/** Brings a terminal to the front and its block into view when another part of the window asks for it. */
export const useShownBlock = (panel: TerminalPanel, scope: Scope | null): void => {
  const { client } = useBench()
  const show = async ({ terminalId, block }: BlockAsk): Promise<boolean> => {
    const { acts, sessions, terminals } = panel
    const terminal = terminals.find(({ id }) => id === terminalId)
    const hidden = scope && terminal?.caseId !== null && terminal?.caseId !== scope.caseId
    if (!terminal || hidden) return false
    acts.show(terminalId)
    const session = sessions.get(terminalId)
    await whenDrawn(session)
    for await (const { blocks } of client.terminals.blocks({ id: terminalId })) {
      // Marks and blocks count commands in order, and the newest of each is the same.
      const place = blocks.findIndex(({ number }) => number === block) - blocks.length
      return place >= -blocks.length && showMark(session, session.blocks.list().length + place)
    }
    return false
  }
  const onAsk = useEffectEvent((event: Event) => {
    const { detail } = event as CustomEvent<BlockAsk>
    if (!panel.terminals.some(({ id }) => id === detail.terminalId)) return
    event.preventDefault()
    show(detail).then(detail.answer, () => detail.answer(false))
  })
  useEffect(() => {
    const listen = (event: Event) => onAsk(event)
    document.addEventListener(askedForBlock, listen)
    return () => document.removeEventListener(askedForBlock, listen)
  }, [])
}
