import type { Terminal } from '../../shared/contract/terminals.ts'
import type { Bench } from '../app/bench.ts'
import { pathOf } from '../app/router.ts'
import { sentence } from '../ui/sentence.ts'
import styles from './panel.module.css'
import { insideOf } from './session/file-links.ts'
import { linkTarget } from './session/link-target.ts'
import type { Pointed } from './session/links.ts'

/** Opens what a person clicked on: an address after a question where it shows other text, a file in the editor. */
export const follow = async (bench: Bench, link: Pointed, terminal: Terminal | undefined): Promise<void> => {
  try {
    await (link.is === 'address' ? openAddress(bench, link) : openFile(bench, link, terminal))
  } catch (error) {
    bench.toast({ tone: 'danger', text: sentence(error) })
  }
}

const openAddress = async (
  { confirm, toast }: Bench,
  { address, shown }: Extract<Pointed, { is: 'address' }>,
): Promise<void> => {
  const { href, host, disguised } = linkTarget(address, shown)
  if (href === null) {
    toast({
      tone: 'danger',
      text: `This link was not opened: ${address.slice(0, 200)} is no address of the web.`,
    })
    return
  }
  const sure =
    !disguised ||
    (await confirm({
      title: `Open ${host || 'this address'}?`,
      text: (
        <>
          <p>The program that printed this link shows other text than where it leads.</p>
          <dl className={styles.link}>
            <dt>It says</dt>
            <dd>{shown.slice(0, 500) || 'nothing'}</dd>
            <dt>It leads to</dt>
            <dd>{href.slice(0, 2000)}</dd>
          </dl>
        </>
      ),
      act: 'Open it',
    }))
  if (sure) window.open(href, '_blank', 'noopener,noreferrer')
}

const openFile = async (
  { client, navigate, toast }: Bench,
  { path, line, column }: Extract<Pointed, { is: 'file' }>,
  terminal: Terminal | undefined,
): Promise<void> => {
  if (!terminal?.caseId) {
    toast(`${path} belongs to no case: this terminal is beside them.`)
    return
  }
  const caseId = terminal.caseId
  const [{ case: found }, root] = await Promise.all([
    client.cases.get({ key: caseId }),
    workspacePath(client, caseId),
  ])
  const inside = insideOf(root ?? terminal.folder, terminal.folder, path)
  if (inside === null) {
    toast(`${path} lies outside the workspace of ${found.ref}.`)
    return
  }
  navigate(`${pathOf('file', found.ref)}/${inside.split('/').map(encodeURIComponent).join('/')}`, {
    line: String(line),
    ...(column !== null && { column: String(column) }),
  })
}

const workspacePath = async (client: Bench['client'], caseId: string): Promise<string | null> => {
  const watch = client.workspaces.watch({ caseId })
  const first = await watch.next()
  await watch.return()
  return first.done ? null : (first.value.workspace?.path ?? null)
}
