import type { Bench } from '../app/bench.ts'
import styles from './panel.module.css'
import { readPaste } from './session/paste.ts'
import type { Session } from './session/session.ts'
import { takeFocus } from './session/take-focus.ts'

const linesShown = 12

/** Pastes what a person has on the clipboard, and asks where a shell would run its lines one after the other. */
export const pasteInto = async (
  { confirm }: Pick<Bench, 'confirm'>,
  session: Session | undefined,
  clipboard: string,
): Promise<void> => {
  const { text, lines, cleaned } = readPaste(clipboard)
  if (!session || text === '') return
  const runs = lines > 1 && !session.term.modes.bracketedPasteMode
  const sure =
    (!runs && !cleaned) ||
    (await confirm({
      title: runs ? `Paste ${lines} lines?` : 'Paste this text?',
      text: (
        <>
          {runs && <p>This program takes each line as if it were typed, and runs it at once.</p>}
          {cleaned && <p>The text held characters that nobody sees. They were taken out.</p>}
          <pre className={styles.pasted}>
            {text
              .split(/\r\n|\r|\n/)
              .slice(0, linesShown)
              .join('\n')}
          </pre>
          {lines > linesShown && <p>And {lines - linesShown} more.</p>}
        </>
      ),
      act: 'Paste',
    }))
  if (sure) session.paste(text)
  takeFocus(() => session)
}
