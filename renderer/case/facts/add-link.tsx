import { useState } from 'react'
import { type LinkKind, linkKinds } from '../../../shared/domain/vocabulary.ts'
import { useBench } from '../../app/bench.ts'
import { Combobox } from '../../ui/combobox.tsx'
import { Select } from '../../ui/select.tsx'
import { useCasePage } from '../page.ts'
import { caseLoader } from '../pickers.ts'
import { linkWords } from '../words.ts'
import styles from './facts.module.css'

const kinds = linkKinds.map((kind) => ({ value: kind, label: linkWords(kind, true) }))

export const AddLink = ({ onDone }: { onDone: () => void }) => {
  const { client } = useBench()
  const { detail, change } = useCasePage()
  const { id, ref } = detail.case
  const [kind, setKind] = useState<LinkKind>('related')
  const add = async (other: string) => {
    const said = `${ref} is linked to ${other}`
    if (await change(said, () => client.cases.link({ fromId: id, toKey: other, kind }))) onDone()
  }
  const linked = detail.links.filter(({ link }) => link.kind === kind).map(({ other }) => other.ref)
  return (
    <div className={styles.addLink}>
      <Select label="Kind of link" value={kind} options={kinds} onChange={setKind} />
      <Combobox
        label="Case"
        placeholder="Find a case"
        value={null}
        load={caseLoader(client, [ref, ...linked])}
        onChange={(option) => option && void add(option.id)}
      />
    </div>
  )
}
