import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { plural } from '../case/words.ts'
import { useCall } from '../client/use-call.ts'
import { fileRoute } from '../editor/file-key.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'
import { ErrorState } from '../ui/error-state.tsx'
import { FormDialog } from '../ui/form-dialog.tsx'
import { sentence } from '../ui/sentence.ts'
import { Skeleton } from '../ui/skeleton.tsx'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './import-project.module.css'

/** The projects come after the dialog has put the focus on what it had then. */
const focusOnce = (choice: HTMLInputElement | null): void => choice?.focus()

/** Finds Compose projects that lie in the workspace, and takes one as the environment, as it is. */
export const ImportProject = ({ found, onClose }: { found: OfCase; onClose: () => void }) => {
  const { client, toast, navigate } = useBench()
  const [wanted, setWanted] = useState<string | null>(null)
  const [problem, setProblem] = useState('')
  const { value, state, error, retry } = useCall(
    (signal) => client.recipes.projects({ caseId: found.id }, { signal }),
    [client, found.id],
  )
  const projects = value?.projects.filter(({ folder }) => folder !== 'environment') ?? []
  const first = projects[0]?.folder
  const chosen = wanted ?? projects[0]?.folder ?? null
  const take = async () => {
    if (chosen === null) return onClose()
    try {
      const { copied, leftOut, missing } = await client.recipes.import({ caseId: found.id, folder: chosen })
      onClose()
      toast({
        tone: 'ok',
        text: [
          `Took ${plural(copied, 'file')} over as the environment of ${found.ref}.`,
          ...(leftOut.length > 0 ? [`Left out: ${leftOut.join(', ')}.`] : []),
          ...(missing.length > 0 ? [`Named but not there: ${missing.join(', ')}.`] : []),
        ].join(' '),
      })
      const name = projects
        .find(({ folder }) => folder === chosen)
        ?.files[0]?.split('/')
        .at(-1)
      if (name) navigate(fileRoute({ caseRef: found.ref, path: `environment/${name}` }))
    } catch (failure) {
      setProblem(sentence(failure))
    }
  }
  return (
    <FormDialog
      title={`Take a Compose project as the environment of ${found.ref}`}
      description="Its files are copied as they are, with .env, profiles, includes and overrides. What lies in the workspace stays."
      act={projects.length === 0 ? 'Close' : 'Import'}
      className={styles.form}
      onAct={() => void take()}
      onClose={onClose}
    >
      {state === 'failed' ? (
        <ErrorState title="The workspace cannot be searched" error={error}>
          <Button onClick={retry}>Try again</Button>
        </ErrorState>
      ) : !value ? (
        <Skeleton lines={4} label="Looking for Compose files" />
      ) : projects.length === 0 ? (
        <EmptyState
          title="No Compose file lies in the workspace"
          text="Attach what the customer sent, unpack it into the workspace, and it is found here."
        />
      ) : (
        <fieldset className={styles.projects} aria-label="Compose projects">
          {projects.map(({ folder, files, others, parts, env, services, profiles }) => (
            <label key={folder} className={styles.project}>
              <input
                type="radio"
                name="project"
                value={folder}
                checked={folder === chosen}
                ref={folder === first ? focusOnce : undefined}
                onChange={() => setWanted(folder)}
              />
              <span className={styles.words}>
                <span className={styles.folder}>{folder === '' ? 'The workspace itself' : folder}</span>
                <span className={styles.fact}>
                  {[...files, ...others, ...parts].map((path) => path.split('/').at(-1)).join(', ')}
                  {env && ', .env'}
                </span>
                <span className={styles.fact}>
                  {plural(services.length, 'service')}: {services.join(', ')}
                  {profiles.length > 0 && ` · profiles ${profiles.join(', ')}`}
                </span>
              </span>
            </label>
          ))}
        </fieldset>
      )}
      {problem !== '' && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </FormDialog>
  )
}
