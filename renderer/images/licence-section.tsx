import { KeyRound, Undo2 } from 'lucide-react'
import { useState } from 'react'
import type { Licence } from '../../shared/contract/licences.ts'
import { useBench } from '../app/bench.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { RelativeTime } from '../ui/relative-time.tsx'
import { safeLink } from '../ui/safe-url.ts'
import { Section } from '../ui/section.tsx'
import { sentence } from '../ui/sentence.ts'
import styles from './images.module.css'
import { LoginDialog } from './login-dialog.tsx'

/** Who accepted which licence, and the login at a vendor's registry. */
export const LicenceSection = ({
  licences,
  onChanged,
}: {
  licences: readonly Licence[]
  onChanged: () => void
}) => {
  const { client, toast } = useBench()
  const [login, setLogin] = useState(false)
  const withdraw = (id: string) =>
    client.licences
      .withdraw({ id })
      .then(onChanged, (error: unknown) => toast({ tone: 'danger', text: sentence(error) }))
  return (
    <Section
      title="Commercial images"
      count={licences.length}
      act={
        <Button size="small" look="quiet" icon={KeyRound} onClick={() => setLogin(true)}>
          Log in at a registry
        </Button>
      }
    >
      {licences.length === 0 && (
        <p className={styles.about}>
          No licence was accepted on this bench. An image that needs one asks before it is used.
        </p>
      )}
      <ul className={styles.rows}>
        {licences.map(({ id, image, name, url, person, acceptedAt, until, holds }) => (
          <li key={id}>
            <div className={styles.words}>
              <span className={styles.name}>{image}</span>
              <span className={styles.fact}>
                <a href={safeLink(url) ?? undefined} target="_blank" rel="noreferrer">
                  {name}
                </a>{' '}
                · accepted by {person} <RelativeTime at={acceptedAt} />
                {until !== null && (
                  <>
                    {' '}
                    · until <RelativeTime at={until} />
                  </>
                )}
              </span>
            </div>
            {holds ? (
              <IconButton
                icon={Undo2}
                size="small"
                label={`Withdraw the licence of ${image}`}
                onClick={() => void withdraw(id)}
              />
            ) : (
              <Badge>Ended</Badge>
            )}
          </li>
        ))}
      </ul>
      {login && <LoginDialog onClose={() => setLogin(false)} />}
    </Section>
  )
}
