import { ArrowDownToLine, Eraser, Search } from 'lucide-react'
import { type CSSProperties, useEffect, useMemo, useRef, useState } from 'react'
import { useStore } from 'zustand'
import type { Environment } from '../../../shared/contract/environments.ts'
import { useBench } from '../../app/bench.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { Input } from '../../ui/input.tsx'
import { absolute } from '../../ui/relative.ts'
import { isCancelled, sentence } from '../../ui/sentence.ts'
import { Toolbar } from '../../ui/toolbar.tsx'
import { VirtualList, type VirtualListHandle } from '../../ui/virtual-list.tsx'
import type { OfCase } from '../../workspace/acts.tsx'
import { createLogs, type Logs } from './log-store.ts'
import styles from './logs.module.css'
import { ServiceFilter, tints } from './service-filter.tsx'

const rowHeight = 18

/** Lines of before the view was opened, of each service. */
const tail = 500

const scrollable = { tabIndex: 0 }

export interface LogViewProps {
  found: OfCase
  environment: Environment
}

/** Follows the logs while the view is open, and again after the environment was started anew. */
const useFollowed = (found: OfCase, running: boolean): { logs: Logs; error: unknown } => {
  const { client } = useBench()
  const logs = useMemo(() => createLogs(), [])
  const [error, setError] = useState<unknown>(null)
  useEffect(() => {
    if (!running) return
    const closing = new AbortController()
    const follow = async () => {
      logs.clear()
      setError(null)
      const input = { caseId: found.id, follow: true, tail }
      for await (const { lines } of client.environments.logs(input, { signal: closing.signal }))
        logs.append(lines)
    }
    follow().catch((failure: unknown) => {
      if (!isCancelled(failure) && !closing.signal.aborted) setError(failure)
    })
    return () => closing.abort()
  }, [client, found.id, logs, running])
  return { logs, error }
}

/** The logs of all services, merged by time. */
export const LogView = ({ found, environment }: LogViewProps) => {
  const { logs, error } = useFollowed(found, environment.state !== 'down')
  const { shown, version, filter, dropped } = useStore(logs.store)
  const [active, setActive] = useState(0)
  const [following, setFollowing] = useState(true)
  const list = useRef<VirtualListHandle>(null)
  const names = [...new Set(environment.services.map(({ service }) => service))].sort()
  useEffect(() => {
    if (following && version > 0) list.current?.reveal(shown.length - 1)
  }, [following, shown, version])
  // One line is cut in the list; the one in front is shown whole while the view stands still.
  const whole = shown[Math.min(active, shown.length - 1)]
  const width = names.reduce((most, { length }) => Math.max(most, length), 0)
  return (
    <section
      className={styles.logs}
      aria-label="Logs"
      style={{ '--name': `${Math.min(width, 16)}ch` } as CSSProperties}
    >
      <Toolbar label="Logs" className={styles.bar}>
        <ServiceFilter names={names} hidden={filter.hidden} onHide={(hidden) => logs.setFilter({ hidden })} />
        <Input
          icon={Search}
          aria-label="Find in the logs"
          placeholder="Find"
          onChange={({ target }) => logs.setFilter({ text: target.value })}
        />
        <IconButton
          size="small"
          icon={ArrowDownToLine}
          label="Follow new lines"
          aria-pressed={following}
          onClick={() => setFollowing(!following)}
        />
        <IconButton size="small" icon={Eraser} label="Clear this view" onClick={() => logs.clear()} />
      </Toolbar>
      {error !== null && (
        <p role="status" className={styles.note}>
          {sentence(error)}
        </p>
      )}
      {dropped > 0 && (
        <p className={styles.note}>{dropped.toLocaleString('en')} older lines are no longer shown here.</p>
      )}
      {shown.length === 0 ? (
        <p className={styles.note}>
          {filter.text === '' && filter.hidden.size === 0
            ? 'Nothing was written yet.'
            : 'No line is like that.'}
        </p>
      ) : (
        <VirtualList
          ref={list}
          label="Lines of the logs"
          count={shown.length}
          rowHeight={rowHeight}
          active={Math.min(active, shown.length - 1)}
          onActiveChange={(index) => {
            setActive(index)
            setFollowing(false)
          }}
          row={(index) => {
            const line = shown[index]
            return (
              line && (
                <span className={styles.line}>
                  <time className={styles.time}>{timeText(line.at)}</time>
                  <span
                    className={styles.service}
                    data-tint={names.indexOf(line.service) % tints}
                    title={line.service}
                  >
                    {line.service}
                  </span>
                  <span className={styles.text}>{line.text}</span>
                </span>
              )
            )
          }}
        />
      )}
      {!following && whole && (
        <section className={styles.whole} aria-label="The line" {...scrollable}>
          <p className={styles.whose}>
            {whole.service} · {absolute(whole.at)}
          </p>
          {whole.text}
        </section>
      )}
    </section>
  )
}

const timeText = (at: number): string => {
  const date = new Date(at)
  const two = (value: number) => String(value).padStart(2, '0')
  return `${two(date.getHours())}:${two(date.getMinutes())}:${two(date.getSeconds())}.${String(date.getMilliseconds()).padStart(3, '0')}`
}
