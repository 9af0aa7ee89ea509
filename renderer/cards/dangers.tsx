import { ShieldAlert } from 'lucide-react'
import type { OpenedCard } from '../../shared/contract/cards.ts'
import { Badge } from '../ui/badge.tsx'
import { Checkbox } from '../ui/checkbox.tsx'
import { Section } from '../ui/section.tsx'
import styles from './cards.module.css'
import { laidBare, lineOf } from './words.ts'

export interface DangersProps {
  opened: OpenedCard
  allowed: ReadonlySet<string>
  onAllow: (allowed: ReadonlySet<string>) => void
}

/** What the Compose file of a card would do beyond its own containers, each with its line, to be allowed one by one. */
export const Dangers = ({ opened, allowed, onAllow }: DangersProps) => {
  const set = (id: string, allow: boolean) => {
    const next = new Set(allowed)
    if (allow) next.add(id)
    else next.delete(id)
    onAllow(next)
  }
  return (
    <Section title="Beyond its own containers" count={opened.dangers.length}>
      <ul className={styles.dangers}>
        {opened.dangers.map((one) => {
          const { id, level, service, sentence, file, line } = one
          const text = lineOf(opened, one)
          return (
            <li key={id} data-level={level}>
              <ShieldAlert size={15} aria-hidden />
              <div>
                <p>{laidBare(sentence)}</p>
                {text !== '' && <code className={styles.line}>{laidBare(text)}</code>}
                <p className={styles.muted}>
                  {[service && laidBare(service), `${file}, line ${line}`].filter(Boolean).join(' · ')}
                </p>
              </div>
              {level === 'refused' ? (
                <Checkbox
                  label={
                    <>
                      Allow<span className={styles.hidden}>: {laidBare(sentence)}</span>
                    </>
                  }
                  checked={allowed.has(id)}
                  onChange={(allow) => set(id, allow)}
                />
              ) : (
                <Badge>Worth knowing</Badge>
              )}
            </li>
          )
        })}
      </ul>
    </Section>
  )
}
