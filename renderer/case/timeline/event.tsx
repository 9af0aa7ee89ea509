import { History, MoreHorizontal } from 'lucide-react'
import { type KeyboardEvent, memo, Suspense, useState } from 'react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { useBench } from '../../app/bench.ts'
import { lazy } from '../../app/lazy.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { cx } from '../../ui/cx.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { LaneTag } from '../../ui/lane-tag.tsx'
import { Menu } from '../../ui/menu.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import type { ComposerStore } from '../composer/store.ts'
import { useCasePage } from '../page.ts'
import { dateText } from '../words.ts'
import { CaseMarkdown } from './case-markdown.tsx'
import { ChangeEvent } from './change-event.tsx'
import { eventMenu } from './event-menu.ts'
import { Files } from './files.tsx'
import { TextEditor } from './text-editor.tsx'
import styles from './timeline.module.css'

const EvidenceFace = lazy(() => import('../../evidence/face.tsx'))

export interface EventViewProps {
  event: ShownEvent
  composer: ComposerStore
  /** It is a message that was not sent. */
  held: boolean
}

/** A live view brings every event anew; only those that differ are drawn again. */
const isSame = (a: EventViewProps, b: EventViewProps): boolean =>
  a.composer === b.composer && a.held === b.held && JSON.stringify(a.event) === JSON.stringify(b.event)

const isQuiet = ({ kind, attachments }: ShownEvent): boolean =>
  (kind === 'change' || kind === 'link' || kind === 'merge') && !attachments?.length

export const EventView = memo(({ event, composer, held }: EventViewProps) => {
  const { client } = useBench()
  const { change, detail } = useCasePage()
  const [editing, setEditing] = useState(false)

  const quote = () => composer.quote(event.body)
  const edit = () => setEditing(true)
  const remove = () =>
    void change('The event is removed from the timeline', () =>
      client.timeline.retract({ eventId: event.id }),
    )
  const keep = async (body: string) => {
    const correct = () => client.timeline.correct({ eventId: event.id, body })
    if (await change('The text is corrected', correct)) setEditing(false)
  }
  const acts = { quote, edit, remove }
  const onKeyDown = (stroke: KeyboardEvent<HTMLElement>) => {
    if (stroke.target !== stroke.currentTarget || stroke.ctrlKey || stroke.metaKey || stroke.altKey) return
    const act = { q: quote, e: edit, Delete: remove }[stroke.key]
    if (!act || held || (event.body === '' && act !== remove)) return
    stroke.preventDefault()
    stroke.stopPropagation()
    act()
  }
  const items = eventMenu(event, acts)
  return (
    <article
      data-event={event.id}
      // Reached by J and K; Tab goes on to what is inside.
      tabIndex={-1}
      aria-label={`${event.author ?? 'Somebody'}, ${dateText(event.at)}`}
      className={cx(styles.event, styles[event.lane], isQuiet(event) && styles.quiet)}
      onKeyDown={onKeyDown}
    >
      {isQuiet(event) ? (
        <ChangeEvent event={event} />
      ) : (
        <>
          <Meta event={event} menu={items} held={held} />
          {editing ? (
            <TextEditor
              label="Text"
              text={event.body}
              onKeep={(body) => void keep(body)}
              onLeave={() => setEditing(false)}
            />
          ) : (
            event.body && <CaseMarkdown text={event.body} files={event.attachments} />
          )}
          {event.detail && (
            <Suspense>
              <EvidenceFace event={event} caseRef={detail.case.ref} />
            </Suspense>
          )}
          {event.attachments && <Files files={event.attachments} inText={event.body} />}
        </>
      )}
    </article>
  )
}, isSame)

const kindWords: Partial<Record<ShownEvent['kind'], string>> = {
  attachment: 'attached',
  run: 'ran a command',
  patch: 'made a patch',
  engagement: 'pulled in an expert',
}

const detailWords: Partial<Record<NonNullable<ShownEvent['detail']>['type'], string>> = {
  run: 'ran the check',
  bisection: 'bisected',
}

/** What somebody did. */
const deedOf = ({ kind, detail }: ShownEvent): string | undefined =>
  (detail && detailWords[detail.type]) ?? kindWords[kind]

interface MetaProps {
  event: ShownEvent
  menu: ReturnType<typeof eventMenu>
  held: boolean
}

const Meta = ({ event, menu, held }: MetaProps) => (
  <header className={styles.meta}>
    <Avatar name={event.author} size={20} />
    <b>{event.author ?? 'Somebody'}</b>
    {deedOf(event) && <span>{deedOf(event)}</span>}
    <LaneTag lane={event.lane} />
    {held && <span className={styles.held}>not sent</span>}
    <RelativeTime at={event.at} form="long" className={styles.time} />
    {event.fromRef && <span className={styles.from}>from {event.fromRef}</span>}
    {event.earlier.length > 0 && <Edited event={event} />}
    <span className={styles.grow} />
    {/* What can be done about it stands above the timeline. */}
    {!held && (
      <span className={styles.more}>
        <Menu
          align="end"
          items={menu}
          trigger={<IconButton icon={MoreHorizontal} size="small" label="Acts on this event" />}
        />
      </span>
    )}
  </header>
)

const Edited = ({ event: { earlier } }: { event: ShownEvent }) => (
  <details className={styles.edited}>
    <summary>
      <History size={12} aria-hidden /> edited
    </summary>
    <ol>
      {earlier.map((text, index) => (
        <li key={`${text.at} ${text.body}`}>
          <span>
            {index === 0 ? 'First' : 'Then'}, by {text.author ?? 'somebody'}, {dateText(text.at)}
          </span>
          <CaseMarkdown text={text.body} />
        </li>
      ))}
    </ol>
  </details>
)
