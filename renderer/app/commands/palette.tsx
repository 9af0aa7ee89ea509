import { Command as Cmdk } from 'cmdk'
import { Search, SquareArrowOutUpRight } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import { useState } from 'react'
import { Kbd } from '../../ui/kbd.tsx'
import styles from '../../ui/picker.module.css'
import { SeverityMark } from '../../ui/severity-mark.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useBench } from '../bench.ts'
import { Hits } from './hits.tsx'
import { type Finding, useFound } from './use-found.ts'

export interface PaletteProps {
  open: boolean
  text: string
  onClose: () => void
}

export const Palette = ({ open, text, onClose }: PaletteProps) => (
  <Radix.Root open={open} onOpenChange={(next) => !next && onClose()}>
    <Radix.Portal>
      <Radix.Overlay className={styles.scrim}>
        <Radix.Content className={styles.palette} aria-describedby={undefined}>
          <Radix.Title className="visually-hidden">Search or run a command</Radix.Title>
          <Finder start={text} onClose={onClose} />
        </Radix.Content>
      </Radix.Overlay>
    </Radix.Portal>
  </Radix.Root>
)

const Finder = ({ start, onClose }: { start: string; onClose: () => void }) => {
  const bench = useBench()
  const [text, setText] = useState(start)
  const [moved, setMoved] = useState<string | null>(null)
  const { findings, problem } = useFound(text)
  const first = findings[0]?.key ?? ''
  const choose = (finding: Finding) => {
    onClose()
    finding.run(bench)
  }
  return (
    <Cmdk
      shouldFilter={false}
      loop
      label="Search or run a command"
      className={styles.finder}
      // The first answer is chosen until a person moves to another: cases arrive after the commands.
      value={findings.some(({ key }) => key === moved) && moved ? moved : first}
      onValueChange={(key) => setMoved(key === first ? null : key)}
    >
      <div className={styles.search}>
        <Search size={16} aria-hidden />
        <Cmdk.Input value={text} onValueChange={setText} placeholder="Search cases or run a command" />
      </div>
      <Cmdk.List className={styles.list} label="Answers">
        {[...Map.groupBy(findings, ({ heading }) => heading)].map(([heading, group]) => (
          <Cmdk.Group key={heading} heading={heading}>
            {group.map((finding) => (
              <Cmdk.Item
                key={finding.key}
                value={finding.key}
                className={styles.item}
                onSelect={() => choose(finding)}
              >
                <Line finding={finding} sectionShown={text !== ''} />
              </Cmdk.Item>
            ))}
          </Cmdk.Group>
        ))}
      </Cmdk.List>
      {(problem || findings.length === 0) && (
        <p className={styles.note} role="status">
          {problem ?? 'Nothing answers to that.'}
        </p>
      )}
    </Cmdk>
  )
}

const Line = ({ finding, sectionShown }: { finding: Finding; sectionShown: boolean }) => {
  if (finding.is === 'search')
    return (
      <>
        <SquareArrowOutUpRight size={15} aria-hidden />
        <span className={styles.title}>Search all cases for “{finding.query}”</span>
      </>
    )
  if (finding.is === 'case') {
    const { status, ref, title, customer, severity } = finding.row
    return (
      <>
        <StatusDot status={status} />
        <span className={styles.ref}>{ref}</span>
        <span className={styles.title}>{title}</span>
        {customer && <span className={styles.section}>{customer}</span>}
        <SeverityMark severity={severity} />
      </>
    )
  }
  const { command, hits } = finding
  return (
    <>
      <span className={styles.title}>
        <Hits text={command.title} hits={hits} />
      </span>
      {sectionShown && <span className={styles.section}>{command.section}</span>}
      {command.shortcut?.[0] && <Kbd keys={command.shortcut[0]} />}
    </>
  )
}
