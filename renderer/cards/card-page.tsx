import { useState } from 'react'
import type { CardSource, OpenedCard } from '../../shared/contract/cards.ts'
import { bytesText } from '../app/save-bytes.ts'
import { verdictNames, verdictTones } from '../runs/words.ts'
import { Badge } from '../ui/badge.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { Section } from '../ui/section.tsx'
import type { Replay } from './acts.ts'
import styles from './cards.module.css'
import { Dangers } from './dangers.tsx'
import { Members } from './members.tsx'
import { Outcome } from './outcome.tsx'
import { ReplayBar } from './replay-bar.tsx'
import { Stack } from './stack.tsx'
import { Texts } from './texts.tsx'
import { checkText, heldText, laidBare } from './words.ts'

/** What a card holds, what of it is dangerous, the texts that would run, and its replay. */
export const CardPage = ({ opened, source }: { opened: OpenedCard; source: CardSource }) => {
  const { card, bytes, sha256, texts, dangers, own } = opened
  const [allowed, setAllowed] = useState<ReadonlySet<string>>(new Set())
  const [replay, setReplay] = useState<Replay>({ is: 'none' })
  return (
    <section className={styles.page} aria-label={`Repro card of ${card.ref}`}>
      <div className={styles.scroll}>
        <div className={styles.content}>
          <header className={styles.title}>
            <h2>{laidBare(card.title)}</h2>
            <p className={styles.facts}>
              <span>Repro card of {laidBare(card.ref)}</span>
              <span>{bytesText(bytes)}</span>
              <Badge tone={own ? 'neutral' : 'warn'}>{own ? 'Made on this bench' : 'Made elsewhere'}</Badge>
              <span className={styles.digest} title={`sha256:${sha256}`}>
                sha256:{sha256.slice(0, 12)}…
                <CopyButton text={() => sha256} label="Copy the digest" iconOnly />
              </span>
            </p>
          </header>
          <Outcome replay={replay} />
          <Section title="The check">
            <p className={styles.facts}>
              <code>{card.command === null ? './repro.sh' : laidBare(card.command)}</code>
              <span>{checkText(card)}</span>
              {card.expected ? (
                <Badge tone={verdictTones[card.expected.verdict]}>
                  Expected: {verdictNames[card.expected.verdict].toLowerCase()}
                </Badge>
              ) : (
                <Badge>It never ran where the card was made</Badge>
              )}
            </p>
          </Section>
          {dangers.length > 0 && <Dangers opened={opened} allowed={allowed} onAllow={setAllowed} />}
          {texts.length > 0 && <Texts texts={texts} />}
          {card.services.length > 0 && <Stack card={card} />}
          <Section title="What it holds">
            <p className={styles.facts}>{heldText(card)}</p>
            <Members card={card} />
            {card.notes.length > 0 && (
              <ul className={styles.notes} aria-label="To know">
                {card.notes.map((note) => (
                  <li key={note}>{laidBare(note)}</li>
                ))}
              </ul>
            )}
          </Section>
        </div>
      </div>
      <ReplayBar {...{ opened, source, allowed, replay }} onChange={setReplay} />
    </section>
  )
}
