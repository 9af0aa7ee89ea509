import { Bookmark } from 'lucide-react'
import { type FormEvent, useState } from 'react'
import type { SavedView } from '../../../shared/contract/desk.ts'
import { useBench } from '../../app/bench.ts'
import { Button } from '../../ui/button.tsx'
import { Field } from '../../ui/field.tsx'
import { Input } from '../../ui/input.tsx'
import { Popover } from '../../ui/popover.tsx'
import { sentence } from '../../ui/sentence.ts'
import styles from '../queue/queue.module.css'
import { differs, type ListSpec } from '../spec/spec.ts'

export interface SaveViewProps {
  spec: ListSpec
  /** As a view keeps them. */
  columns: readonly string[]
  views: readonly SavedView[]
  onSaved: (id: string) => void
  open: boolean
  onOpenChange: (open: boolean) => void
}

/** Keeps the search, its order, groups and columns under a name. */
export const SaveView = ({ spec, columns, views, onSaved, open, onOpenChange }: SaveViewProps) => {
  const { client } = useBench()
  const [name, setName] = useState('')
  const [problem, setProblem] = useState<string>()
  const { view, query, sort, descending, group } = spec
  const kept = { query, sort, descending, group, columns: [...columns] }

  const save = async (put: Parameters<typeof client.views.put>[0]) => {
    try {
      const { id } = await client.views.put(put)
      setName('')
      setProblem(undefined)
      onOpenChange(false)
      onSaved(id)
    } catch (error) {
      setProblem(sentence(error))
    }
  }
  const saveNew = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim() === '') return setProblem('A view needs a name.')
    const position = Math.max(0, ...views.map((one) => one.position + 1))
    void save({ ...kept, name: name.trim(), position })
  }
  return (
    <Popover
      label="Save as a view"
      align="end"
      open={open}
      onOpenChange={onOpenChange}
      trigger={
        <Button icon={Bookmark} look={differs(spec) || !view ? 'plain' : 'quiet'}>
          Save view
        </Button>
      }
    >
      <form className={styles.save} onSubmit={saveNew}>
        <Field label="New view" hint="Keeps this search, its order, groups and columns." error={problem}>
          {(ids) => (
            <Input
              {...ids}
              value={name}
              maxLength={100}
              placeholder="Such as WebLogic, urgent"
              onChange={(event) => setName(event.target.value)}
            />
          )}
        </Field>
        <div className={styles.saveActs}>
          {view && differs(spec) && (
            <Button onClick={() => void save({ ...view, ...kept })}>Update “{view.name}”</Button>
          )}
          <Button look="primary" type="submit">
            Save
          </Button>
        </div>
      </form>
    </Popover>
  )
}
