import { ArrowLeft, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { fileRoute } from '../editor/file-key.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './environment.module.css'

/** What the Compose file would do beyond its own containers, to be allowed one by one. */
export const Review = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const { client, toast } = useBench()
  const { value, state, error, retry } = useCall(
    (signal) => client.environments.review({ caseId: found.id }, { signal }),
    [client, found.id],
    { keep: true },
  )
  const set = (id: string, allow: boolean) =>
    client.environments
      .allow({ caseId: found.id, dangers: [id], allow })
      .then(retry, (failure: unknown) => toast({ tone: 'danger', text: sentence(failure) }))
  const dangers = value?.dangers ?? []
  return (
    <div className={styles.page}>
      <header className={styles.pageHead}>
        <Button size="small" look="quiet" icon={ArrowLeft} onClick={onClose}>
          Back to the environment
        </Button>
      </header>
      {!value && state !== 'failed' && <Skeleton lines={4} label="Reading the Compose file" />}
      {state === 'failed' && <ErrorState title="The Compose file cannot be reviewed" error={error} />}
      {value && dangers.length === 0 && (
        <EmptyState
          icon={ShieldCheck}
          title="Nothing to allow"
          text="The Compose file does nothing beyond its own containers."
        />
      )}
      <ul className={styles.findings}>
        {dangers.map(({ id, level, service, sentence: said, file, line, allowed }) => (
          <li key={id} data-level={allowed ? 'ok' : level === 'refused' ? 'problem' : 'warning'}>
            <span role="img" aria-label={level === 'refused' ? 'Refused until allowed' : 'Worth knowing'}>
              <ShieldAlert size={15} aria-hidden />
            </span>
            <div className={styles.danger}>
              <p>{said}</p>
              <p className={styles.remedy}>
                {service !== '' && `${service} · `}
                <a href={`#${fileRoute({ caseRef: found.ref, path: file })}`}>
                  {file}, line {line}
                </a>
              </p>
            </div>
            {level === 'refused' &&
              (allowed ? (
                <>
                  <Badge tone="warn">Allowed</Badge>
                  <Button size="small" aria-label={`Forbid: ${said}`} onClick={() => void set(id, false)}>
                    Forbid again
                  </Button>
                </>
              ) : (
                <Button size="small" aria-label={`Allow: ${said}`} onClick={() => void set(id, true)}>
                  Allow
                </Button>
              ))}
          </li>
        ))}
      </ul>
    </div>
  )
}
