import { type FormEvent, useState } from 'react'
import type { Person } from '../../shared/domain/entities.ts'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Button } from '../ui/button.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { Field } from '../ui/field.tsx'
import { Input } from '../ui/input.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import styles from './settings.module.css'

const Me = () => {
  const { client } = useBench()
  const me = useCall((signal) => client.people.me({}, { signal }), [client], { keep: true })
  if (me.state === 'failed')
    return (
      <ErrorState title="Your name cannot be read" error={me.error}>
        <Button look="primary" onClick={me.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (!me.value) return <Skeleton lines={4} />
  return <MeForm key={me.value.id} me={me.value} onSaved={me.retry} />
}

const MeForm = ({ me, onSaved }: { me: Person; onSaved: () => void }) => {
  const { client, toast } = useBench()
  const [name, setName] = useState(me.name)
  const [email, setEmail] = useState(me.email)
  const [problem, setProblem] = useState<string>()
  const missing = name.trim() === '' ? 'A name is needed: it stands at everything you write.' : undefined
  const changed = name.trim() !== me.name || email.trim() !== me.email

  const save = async () => {
    setProblem(undefined)
    try {
      await client.people.set({ id: me.id, set: { name: name.trim(), email: email.trim() } })
      toast({ text: 'Your name and address are saved', tone: 'ok', key: 'me' })
      onSaved()
    } catch (error) {
      setProblem(sentence(error))
    }
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault()
    if (!missing && changed) void save()
  }
  return (
    <form className={styles.form} onSubmit={onSubmit}>
      <Field label="Name" hint="Stands at everything you write and change." error={missing}>
        {(ids) => (
          <Input {...ids} value={name} onChange={(event) => setName(event.target.value)} maxLength={300} />
        )}
      </Field>
      <Field label="E-mail address" error={problem}>
        {(ids) => (
          <Input
            {...ids}
            type="email"
            value={email}
            onChange={(event) => setEmail(event.target.value)}
            maxLength={300}
          />
        )}
      </Field>
      <div className={styles.acts}>
        <Button type="submit" look="primary" disabled={!changed || missing !== undefined}>
          Save
        </Button>
      </div>
    </form>
  )
}

export default Me
