import { ShortcutsList } from '../app/commands/shortcuts-sheet.tsx'
import styles from './settings.module.css'

const Keyboard = () => (
  <>
    <p className={styles.text}>
      Single keys work while no text is being written. Two keys, such as G and then Q, are pressed one after
      the other.
    </p>
    <ShortcutsList />
  </>
)

export default Keyboard
