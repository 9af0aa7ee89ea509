import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { Field } from '../ui/field.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { Input } from '../ui/input.tsx'
import { sentence } from '../ui/sentence.ts'
import styles from './images.module.css'

/** Hands a login to the engine's own command; nothing of it stays here. */
export const LoginDialog = ({ onClose }: { onClose: () => void }) => {
  const { client, toast } = useBench()
  const [registry, setRegistry] = useState('container-registry.oracle.com')
  const [username, setUsername] = useState('')
  const [password, setPassword] = useState('')
  const [error, setError] = useState<string>()
  const act = () =>
    client.licences.login({ registry: registry.trim(), username: username.trim(), password }).then(
      ({ notes }) => {
        toast({ tone: 'ok', text: `Logged in at ${registry}. ${notes}`.trim() })
        onClose()
      },
      (failure: unknown) => setError(sentence(failure)),
    )
  return (
    <FormDialog
      title="Log in at a registry"
      description="The engine keeps the login where it keeps all its logins; Casebench keeps nothing of it."
      act="Log in"
      className={styles.form}
      onAct={() => void act()}
      onClose={onClose}
    >
      <Field label="Registry">
        {(field) => (
          <Input {...field} value={registry} onChange={({ target }) => setRegistry(target.value)} />
        )}
      </Field>
      <Field label="Name">
        {(field) => (
          <Input {...field} value={username} onChange={({ target }) => setUsername(target.value)} />
        )}
      </Field>
      <Field label="Password or token" error={error}>
        {(field) => (
          <Input
            {...field}
            type="password"
            value={password}
            onChange={({ target }) => setPassword(target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
