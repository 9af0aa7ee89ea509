import { Box, Building2, Package, Pencil, Plus, X } from 'lucide-react'
import { useState } from 'react'
import type { Component } from '../../../shared/domain/entities.ts'
import type { ComponentKind } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import panelRow from '../../ui/panel-row.module.css'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { ComponentDialog } from './component-dialog.tsx'
import styles from './facts.module.css'
import { wholePurl } from './purl.ts'

const icons: Record<ComponentKind, typeof Package> = { package: Package, product: Box, 'in-house': Building2 }

const keyOf = ({ kind, name, version, purl }: Component): string => [kind, name, version, purl].join('\n')

/** The customer's stack: what the case is about, and in which versions. */
export const Stack = () => {
  const { client, navigate } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, components } = detail.case
  const [editing, setEditing] = useState<{ before: Component | null } | null>(null)

  const remove = (part: Component) =>
    void change(`${part.name} is not in the stack of ${ref} any more`, () =>
      client.cases.setComponents({ id, remove: [part] }),
    )
  return (
    <Section
      look="panel"
      title="Stack"
      count={components.length}
      act={
        <IconButton
          icon={Plus}
          size="small"
          label="Add a component"
          shortcut="p"
          onClick={() => setEditing({ before: null })}
        />
      }
    >
      {components.length === 0 && (
        <p className={styles.none}>No components yet: packages, products and in-house applications.</p>
      )}
      <ul className={styles.rows}>
        {components.map((part) => {
          const Icon = icons[part.kind]
          return (
            <li key={keyOf(part)}>
              <button
                type="button"
                className={panelRow.row}
                title={[wholePurl(part) || part.name, 'Show all cases with it'].join('\n')}
                onClick={() => navigate('/queue', { query: `component:${quoted(part.name)}` })}
              >
                <Icon size={14} aria-label={part.kind} />
                <span className={styles.name}>{part.name}</span>
                <span className={styles.version}>{part.version}</span>
              </button>
              <span className={styles.rowActs}>
                <IconButton
                  icon={Pencil}
                  size="small"
                  label={`Change ${part.name}`}
                  onClick={() => setEditing({ before: part })}
                />
                <IconButton
                  icon={X}
                  size="small"
                  label={`Remove ${part.name}`}
                  onClick={() => remove(part)}
                />
              </span>
            </li>
          )
        })}
      </ul>
      {editing && <ComponentDialog before={editing.before} onClose={() => setEditing(null)} />}
    </Section>
  )
}

const quoted = (name: string): string => (/[\s":()]/.test(name) ? `"${name.replace(/"/g, '')}"` : name)
