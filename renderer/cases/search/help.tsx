import { CircleHelp } from 'lucide-react'
import { IconButton } from '../../ui/icon-button.tsx'
import { Popover } from '../../ui/popover.tsx'
import styles from './search.module.css'

const chapters: readonly { title: string; examples: readonly (readonly [string, string])[] }[] = [
  {
    title: 'Words',
    examples: [
      ['pool exhausted', 'both words, anywhere in the case'],
      ['"read timed out"', 'exactly this phrase'],
      ['ORA-00060', 'a code or class name, as typed'],
      ['deadl*', 'words that begin so'],
      ['jdbc OR odbc', 'either word'],
      ['-heartbeat', 'without this word'],
    ],
  },
  {
    title: 'Filters',
    examples: [
      ['status:open,waiting', 'either status'],
      ['severity:<=2', 'severity 1 or 2'],
      ['is:unsolved owner:me', 'yours and not solved'],
      ['-has:owner', 'nobody works on it'],
      ['customer:acme', 'a customer, by its name'],
      ['component:tomcat', 'a part of the stack'],
      ['tag:jdbc -tag:wontfix', 'with one tag, without another'],
      ['updated:<7d', 'changed in the last 7 days'],
      ['created:2026-01-01..2026-02-01', 'begun between two days'],
      ['due:<2d', 'due within 2 days, or overdue'],
      ['kind:defect has:patch', 'defects with a patch'],
    ],
  },
]

export interface SearchHelpProps {
  onTry: (query: string) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

export const SearchHelp = ({ onTry, open, onOpenChange }: SearchHelpProps) => (
  <Popover
    label="How to search"
    align="end"
    open={open}
    onOpenChange={onOpenChange}
    trigger={<IconButton icon={CircleHelp} label="How to search" />}
  >
    <div className={styles.help}>
      {chapters.map(({ title, examples }) => (
        <section key={title}>
          <h3>{title}</h3>
          <div className={styles.examples}>
            {examples.map(([query, meaning]) => [
              <button
                key={query}
                type="button"
                className={styles.example}
                onClick={() => {
                  onOpenChange(false)
                  onTry(query)
                }}
              >
                {query}
              </button>,
              <span key={meaning} className={styles.meaning}>
                {meaning}
              </span>,
            ])}
          </div>
        </section>
      ))}
    </div>
  </Popover>
)
