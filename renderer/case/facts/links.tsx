import { Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { CaseDetail } from '../../../shared/contract/cases.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import panelRow from '../../ui/panel-row.module.css'
import { Popover } from '../../ui/popover.tsx'
import { Section } from '../../ui/section.tsx'
import { StatusDot } from '../../ui/status-dot.tsx'
import { useCasePage } from '../page.ts'
import { linkWords } from '../words.ts'
import { AddLink } from './add-link.tsx'
import styles from './facts.module.css'

export const Links = () => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { links, mergedFrom } = detail
  const [open, setOpen] = useState(false)
  const remove = ({ link, other }: CaseDetail['links'][number]) =>
    void change(`The link to ${other.ref} is removed`, () => client.cases.unlink({ id: link.id }))
  return (
    <Section
      look="panel"
      title="Links"
      count={links.length + mergedFrom.length}
      act={
        <Popover
          label="Link to another case"
          align="end"
          open={open}
          onOpenChange={setOpen}
          trigger={<IconButton icon={Plus} size="small" label="Link to another case" shortcut="l" />}
        >
          <AddLink onDone={() => setOpen(false)} />
        </Popover>
      }
    >
      {links.length + mergedFrom.length === 0 && <p className={styles.none}>No linked cases.</p>}
      <ul className={styles.rows}>
        {links.map((one) => (
          <li key={one.link.id}>
            <a className={panelRow.row} href={`#${pathOf('case', one.other.ref)}`} title={one.other.title}>
              <StatusDot status={one.other.status} />
              <span className={styles.linked}>
                <span className={styles.muted}>{linkWords(one.link.kind, one.outgoing)}</span> {one.other.ref}{' '}
                {one.other.title}
              </span>
            </a>
            <span className={styles.rowActs}>
              <IconButton
                icon={X}
                size="small"
                label={`Remove the link to ${one.other.ref}`}
                onClick={() => remove(one)}
              />
            </span>
          </li>
        ))}
        {mergedFrom.map(({ id, ref, title }) => (
          <li key={id}>
            <a className={panelRow.row} href={`#${pathOf('case', ref)}`} title={title}>
              <span className={styles.linked}>
                <span className={styles.muted}>Merged from</span> {ref} {title}
              </span>
            </a>
          </li>
        ))}
      </ul>
    </Section>
  )
}
