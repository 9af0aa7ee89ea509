import type { CardManifest } from '../../shared/domain/stack/card.ts'
import { Section } from '../ui/section.tsx'
import styles from './cards.module.css'
import { laidBare } from './words.ts'

/** The services that the card was made with; their images do not go along. */
export const Stack = ({ card: { services, snapshot } }: { card: CardManifest }) => (
  <Section title="Services" count={services.length}>
    <table className={styles.services}>
      <thead>
        <tr>
          <th scope="col">Service</th>
          <th scope="col">Version</th>
          <th scope="col">Image</th>
          <th scope="col">Image ID</th>
        </tr>
      </thead>
      <tbody>
        {services.map(({ name, image, imageId, version }) => (
          <tr key={`${name} ${image}`}>
            <th scope="row">{laidBare(name) || '–'}</th>
            <td>{laidBare(version) || 'unknown'}</td>
            <td className={styles.path}>{laidBare(image) || 'local process'}</td>
            <td className={styles.path} title={imageId}>
              {imageId === '' ? '–' : laidBare(imageId.slice(0, 19))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
    <p className={styles.muted}>
      Images do not go along: they come from the engine or the image vault.
      {snapshot !== null && ` It starts from the data of snapshot ${laidBare(snapshot)}.`}
    </p>
  </Section>
)
