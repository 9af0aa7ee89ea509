import { MessageSquareWarning, PencilLine, Send, Trash2 } from 'lucide-react'
import { useState } from 'react'
import type { HeldReply } from '../../../shared/contract/sync.ts'
import { useBench } from '../../app/bench.ts'
import type { ComposerStore } from '../../case/composer/store.ts'
import { useCasePage } from '../../case/page.ts'
import { plural } from '../../case/words.ts'
import { Button } from '../../ui/button.tsx'
import { RelativeTime } from '../../ui/relative-time.tsx'
import { discardItem, editHeld, retryItem } from '../acts.ts'
import band from '../conflicts/band.module.css'
import styles from './held.module.css'

export interface HeldBandProps {
  replies: readonly HeldReply[]
  composer: ComposerStore
}

/** Under the header of a case: replies to the customer that were not sent, above all because others wrote meanwhile. */
export const HeldBand = ({ replies, composer }: HeldBandProps) =>
  replies.length > 0 && (
    <section className={band.band} aria-label="Replies not sent">
      <div className={band.head}>
        <MessageSquareWarning size={15} aria-hidden />
        <span role="status">
          {replies.length === 1 ? 'Your reply' : plural(replies.length, 'reply', 'replies')} to the customer
          {replies.length === 1 ? ' was' : ' were'} not sent.
        </span>
      </div>
      <ul className={band.cards}>
        {replies.map((reply) => (
          <Card key={reply.id} reply={reply} composer={composer} />
        ))}
      </ul>
    </section>
  )

const Card = ({ reply, composer }: { reply: HeldReply; composer: ComposerStore }) => {
  const bench = useBench()
  const { ref } = useCasePage().detail.case
  const [busy, setBusy] = useState(false)
  const { id, reason, newer } = reply
  const act = async (work: () => Promise<boolean>) => {
    setBusy(true)
    // The button that was pressed is gone; the place to write is where one goes on.
    if (await work()) composer.focus('customer')
    else setBusy(false)
  }
  const item = { id, reason, ref, label: `The reply on ${ref}` }
  return (
    <li className={band.card}>
      <p>{reason}</p>
      <ul className={styles.messages}>
        {newer.map((message) => (
          <Message
            key={message.id}
            by={message.author ?? 'Somebody'}
            at={message.at}
            body={message.body}
            files={0}
          />
        ))}
        <Message by="Your reply" at={reply.at} body={reply.body} files={reply.attachments.length} />
      </ul>
      <div className={band.acts}>
        <Button
          size="small"
          icon={Send}
          disabled={busy}
          onClick={() => void act(() => retryItem(bench, item))}
        >
          Send anyway
        </Button>
        <Button
          size="small"
          icon={PencilLine}
          disabled={busy}
          onClick={() => void act(() => editHeld(bench, reply, composer))}
        >
          Edit
        </Button>
        <Button
          size="small"
          look="quiet"
          icon={Trash2}
          disabled={busy}
          onClick={() => void act(() => discardItem(bench, item, window))}
        >
          Discard
        </Button>
      </div>
    </li>
  )
}

const Message = ({ by, at, body, files }: { by: string; at: number; body: string; files: number }) => (
  <li className={styles.message}>
    <span className={styles.by}>
      <b>{by}</b> <RelativeTime at={at} form="long" />
    </span>
    <span className={styles.text}>
      {body}
      {files > 0 && ` (${plural(files, 'file')})`}
    </span>
  </li>
)
