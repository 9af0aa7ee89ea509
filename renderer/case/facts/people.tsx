import { useMemo } from 'react'
import type { ShownEvent } from '../../../shared/contract/timeline.ts'
import { useBench } from '../../app/bench.ts'
import { pathOf } from '../../app/router.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { Combobox } from '../../ui/combobox.tsx'
import { Section } from '../../ui/section.tsx'
import { useCasePage } from '../page.ts'
import { peopleLoader } from '../pickers.ts'
import { Fact } from './fact.tsx'
import styles from './facts.module.css'

/** Who wrote on the case, besides its owner and its reporter. */
const others = (events: readonly ShownEvent[], without: readonly (string | null)[]) => {
  const names = new Map<string, string>()
  for (const { authorId, author } of events)
    if (authorId && author && !without.includes(authorId)) names.set(authorId, author)
  return [...names].map(([id, name]) => ({ id, name }))
}

export const People = ({ events }: { events: readonly ShownEvent[] }) => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref, ownerId, reporterId } = detail.case
  const { owner, reporter } = detail
  const wrote = useMemo(() => others(events, [ownerId, reporterId]), [events, ownerId, reporterId])
  const setReporter = (next: string | null, name: string) =>
    void change(name ? `${name} reported ${ref}` : `${ref} has no reporter`, () =>
      client.cases.set({ ids: [id], set: { reporterId: next } }),
    )
  const createReporter = (name: string) =>
    void change(`${name} reported ${ref}`, async () => {
      const made = await client.people.set({ set: { name, customerId: detail.case.customerId } })
      return client.cases.set({ ids: [id], set: { reporterId: made.id } })
    })
  return (
    <Section look="panel" title="People">
      <dl className={styles.list}>
        <Fact name="Owner">
          {owner ? <Person id={owner.id} name={owner.name} /> : <span className={styles.muted}>Nobody</span>}
        </Fact>
        <Fact name="Reporter">
          <Combobox
            look="inline"
            label="Reporter"
            placeholder="Nobody"
            none="Nobody"
            value={
              reporter && {
                id: reporter.id,
                label: reporter.name,
                mark: <Avatar name={reporter.name} size={18} />,
              }
            }
            load={peopleLoader(client)}
            create={{ label: (text) => `Add ${text} as a person`, run: createReporter }}
            onChange={(one) => setReporter(one?.id ?? null, one?.label ?? '')}
            className={styles.inline}
          />
        </Fact>
        {wrote.length > 0 && (
          <Fact name="Also wrote">
            <ul className={styles.people}>
              {wrote.map((person) => (
                <li key={person.id}>
                  <Person id={person.id} name={person.name} />
                </li>
              ))}
            </ul>
          </Fact>
        )}
      </dl>
    </Section>
  )
}

const Person = ({ id, name }: { id: string; name: string }) => (
  <a className={styles.person} href={`#${pathOf('people', id)}`}>
    <Avatar name={name} size={18} />
    {name}
  </a>
)
