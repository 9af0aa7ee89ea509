import type { CardManifest } from '../../shared/domain/stack/card.ts'
import { bytesText } from '../app/save-bytes.ts'
import styles from './cards.module.css'

// What scrolls must be reachable by keyboard.
const reachable = { tabIndex: 0 }

/** The files of a card with their sizes. */
export const Members = ({ card: { members } }: { card: CardManifest }) => (
  <section {...reachable} className={styles.members} aria-label="Files">
    <ul>
      {members.map(({ path, bytes, sha256 }) => (
        <li key={path} title={`${path}\nsha256:${sha256}`}>
          <span className={styles.path}>{path}</span>
          <span className={styles.bytes}>{bytesText(bytes)}</span>
        </li>
      ))}
    </ul>
  </section>
)
