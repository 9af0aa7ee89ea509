import type { Proposal } from '../../shared/contract/proposals.ts'
import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
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
      wide: true,
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
  const { services, wires } = proposal
  const notes = notesOf(proposal)
  const memory = services.reduce((sum, { memoryMb }) => sum + memoryMb, 0) * 1_000_000
  return (
    <div className={styles.proposed}>
      <ul aria-label="Services" className={styles.services}>
        {services.map(({ name, title, version, image, stands }) => (
          <li key={name}>
            <b>{name}</b>
            <div>
              {title} {version}
              <p className={styles.image}>{image}</p>
              {stands !== '' && <p className={styles.muted}>In the case: {stands}</p>}
            </div>
          </li>
        ))}
      </ul>
      <p className={styles.muted}>Together they take about {bytesText(memory)} of memory.</p>
      {wires.length > 0 && (
        <Part title="How they reach each other">
          {wires.map(({ from, to, interface: speaks }) => `${from} → ${to} (${speaks})`)}
        </Part>
      )}
      {notes.length > 0 && <Part title="To know">{notes}</Part>}
    </div>
  )
}

/** What a person has to do or to know, by the services that it is about. */
const notesOf = ({ services, drivers, assumptions, unmatched }: Proposal): readonly string[] => [
  ...drivers.map(({ service, purl, folder }) => `${service} needs a driver: put ${purl} into ${folder}.`),
  ...services.flatMap(({ name, licence, login }) => [
    ...(licence ? [`${name} needs ${licence.name} to be accepted first.`] : []),
    ...(login ? [`${name} needs a login at ${login.registry}.`] : []),
  ]),
  ...assumptions,
  ...unmatched.map(
    ({ component: { name, version }, reason }) => `${`${name} ${version}`.trim()} is left out: ${reason}`,
  ),
]

const Part = ({ title, children }: { title: string; children: readonly string[] }) => (
  <section>
    <h3 className={styles.heading}>{title}</h3>
    <ul aria-label={title} className={styles.notes}>
      {children.map((one) => (
        <li key={one}>{one}</li>
      ))}
    </ul>
  </section>
)
