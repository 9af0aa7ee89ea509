import type { Proposal } from '../../shared/contract/proposals.ts'
import type { Bench } from '../app/bench.ts'
import { plural } from '../case/words.ts'
import { fileRoute } from '../editor/file-key.ts'
import { acceptLicences } from '../images/accept.tsx'
import { sentence } from '../ui/sentence.ts'
import type { OfCase } from '../workspace/acts.tsx'
import styles from './propose.module.css'

/** Proposes an environment from the components of a case, and writes it into the workspace after a yes. */
export const proposeEnvironment = async (bench: Bench, { id, ref }: OfCase): Promise<void> => {
  const { client, confirm, toast, navigate } = bench
  try {
    const proposal = await client.proposals.propose({ caseId: id })
    const goOn = await confirm({
      title: `An environment for ${ref}`,
      text: <Proposed proposal={proposal} />,
      act: 'Write it into the workspace',
    })
    if (!goOn) return
    const { written, beside } = await client.proposals.write({ caseId: id })
    const [kept] = beside
    toast({
      tone: 'ok',
      text: kept
        ? `${kept.path} was there already and stays; the proposal is ${kept.proposed}`
        : `Wrote ${plural(written.length, 'file')} into the workspace of ${ref}`,
    })
    navigate(fileRoute({ caseRef: ref, path: kept?.proposed ?? 'environment/compose.yaml' }))
    const images = proposal.services.map(({ image }) => image)
    await acceptLicences(bench, (await client.licences.needed({ images })).needed)
  } catch (error) {
    toast({ tone: 'danger', text: sentence(error) })
  }
}

const Proposed = ({ proposal }: { proposal: Proposal }) => {
  const { services, wires, drivers, assumptions, unmatched } = proposal
  const notes = [
    ...drivers.map(({ service, purl, folder }) => `${service} needs a driver: put ${purl} into ${folder}.`),
    ...services.flatMap(({ image, licence, login }) => [
      ...(licence ? [`${image} needs ${licence.name} to be accepted first.`] : []),
      ...(login ? [`${image} needs a login at ${login.registry}.`] : []),
    ]),
    ...assumptions,
    ...unmatched.map(
      ({ component: { name, version }, reason }) => `${`${name} ${version}`.trim()} is left out: ${reason}`,
    ),
  ]
  return (
    <span className={styles.proposed}>
      <span role="list" aria-label="Services" className={styles.services}>
        {services.map(({ name, title, version, image, stands }) => (
          <span role="listitem" key={name}>
            <b>{name}</b> {title} {version}
            <span className={styles.image} title={stands}>
              {image}
            </span>
          </span>
        ))}
      </span>
      {wires.length > 0 && (
        <span className={styles.wires}>
          {wires.map(({ from, to, interface: speaks }) => `${from} → ${to} (${speaks})`).join(', ')}
        </span>
      )}
      {notes.length > 0 && (
        <span role="list" aria-label="To know" className={styles.notes}>
          {notes.map((note) => (
            <span role="listitem" key={note}>
              {note}
            </span>
          ))}
        </span>
      )}
    </span>
  )
}
