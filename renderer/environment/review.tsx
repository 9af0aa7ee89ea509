import { Play, ShieldAlert, ShieldCheck } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { plural } from '../case/words.ts'
import { useCall } from '../client/use-call.ts'
import { fileRoute } from '../editor/file-key.ts'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import { startEnvironment } from './acts.ts'
import styles from './environment.module.css'
import { Face } from './face.tsx'

/** What the Compose file would do beyond its own containers, to be allowed one by one. */
export const Review = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const bench = useBench()
  const { client, toast } = bench
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
  const lines = useLines(found, dangers)
  const refused = dangers.filter(({ level }) => level === 'refused').length
  const left = dangers.filter(({ level, allowed }) => level === 'refused' && !allowed).length
  const start = () => {
    onClose()
    void startEnvironment(bench, found)
  }
  return (
    <Face
      label="What the Compose file may do"
      onClose={onClose}
      acts={
        refused > 0 && (
          <>
            {left > 0 && (
              <span className={styles.engine}>
                {left} of {plural(refused, 'danger')} still to allow
              </span>
            )}
            <Button size="small" look="primary" icon={Play} disabled={left > 0} onClick={start}>
              Start
            </Button>
          </>
        )
      }
    >
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
              <Line text={lines(file, line)} />
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
    </Face>
  )
}

const Line = ({ text }: { text: string }) => text !== '' && <code className={styles.line}>{text}</code>

const filesAtMost = 20

/** The text of a line of a Compose file; empty while it is not known. */
const useLines = (found: OfCase, dangers: readonly { file: string }[]) => {
  const { client } = useBench()
  const files = [...new Set(dangers.map(({ file }) => file))].slice(0, filesAtMost)
  const { value } = useCall(
    (signal) =>
      Promise.all(
        files.map(async (path) => {
          // A file that cannot be shown is told by the danger itself.
          const read = await client.files.read({ caseId: found.id, path }, { signal }).catch(() => null)
          return [path, read?.kind === 'text' ? read.text.split('\n') : []] as const
        }),
      ),
    [client, found.id, files.join('\n')],
    { keep: true },
  )
  const texts = new Map(value)
  return (file: string, line: number): string => texts.get(file)?.[line - 1]?.trim() ?? ''
}
