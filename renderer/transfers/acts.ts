import { CircleArrowDown, CircleArrowUp, Pause, Pin, Play, RotateCw, Trash2, X } from 'lucide-react'
import type { FileStanding, TransferRules } from '../../shared/contract/transfers.ts'
import type { Bench } from '../app/bench.ts'
import { bytesText } from '../app/save-bytes.ts'
import { plural } from '../case/words.ts'
import type { MenuAct, MenuItem } from '../ui/menu.tsx'
import { isCancelled, sentence } from '../ui/sentence.ts'
import { isAsking } from './words.ts'

type Parts = Pick<Bench, 'client' | 'confirm' | 'toast'>

/** Files that one call asks for. */
const callAtMost = 500

/** A file with the name under which it is shown. */
export interface Named {
  name: string
  standing: FileStanding
}

const tellFailure = ({ toast }: Parts, error: unknown): void => {
  if (!isCancelled(error)) toast({ tone: 'danger', text: sentence(error) })
}

const rulesNow = async ({ client }: Parts): Promise<TransferRules | undefined> => {
  for await (const rules of client.transfers.watchRules({})) return rules
  return undefined
}

const sizeOf = (files: readonly Named[]): number =>
  files.reduce((sum, { standing }) => sum + (standing.bytes ?? 0), 0)

/** Why a person is asked before so much is fetched; undefined where that needs no question. */
const whyAsked = (bytes: number, { settings, network }: TransferRules): string | undefined => {
  if (settings.networks === 'unmetered' && network === 'metered') return 'The network is metered.'
  return bytes > settings.askAbove
    ? `You asked to be asked above ${bytesText(settings.askAbove)}.`
    : undefined
}

/** Fetches files, after a question where there is much to fetch. Answers whether they come; tells what fails. */
export const fetchFiles = async (parts: Parts, files: readonly Named[], pin = false): Promise<boolean> => {
  try {
    return await wanted(parts, files, pin)
  } catch (error) {
    tellFailure(parts, error)
    return false
  }
}

const wanted = async (parts: Parts, files: readonly Named[], pin: boolean): Promise<boolean> => {
  const bytes = sizeOf(files)
  const rules = await rulesNow(parts)
  const why = rules && whyAsked(bytes, rules)
  if (why) {
    const what = files.length === 1 ? files[0]?.name : plural(files.length, 'file')
    const yes = await parts.confirm({
      title: `Fetch ${what} (${bytesText(bytes)})?`,
      text: `${why} It comes in the background; you can pause it at any time.`,
      act: 'Fetch',
    })
    if (!yes) return false
  }
  for (let at = 0; at < files.length; at += callAtMost)
    await parts.client.transfers.want({
      sha256s: files.slice(at, at + callAtMost).map(({ standing }) => standing.sha256),
      pin,
      confirmed: true,
    })
  return true
}

/** What can be done about one file, the most likely first. */
export const fileActs = (parts: Parts, file: Named): MenuAct[] => {
  const { client } = parts
  const { sha256, here, way } = file.standing
  const run = (work: () => Promise<unknown>) => () =>
    void work().catch((error: unknown) => tellFailure(parts, error))
  if (!way)
    return here ? [] : [{ label: 'Fetch', icon: CircleArrowDown, run: () => void fetchFiles(parts, [file]) }]
  const pause = (paused: boolean) => run(() => client.transfers.pause({ sha256, paused }))
  const retry = (confirmed: boolean) => run(() => client.transfers.retry({ sha256, confirmed }))
  const acts: MenuAct[] = []
  if (isAsking(way))
    acts.push(
      way.direction === 'up'
        ? { label: 'Send it', icon: CircleArrowUp, run: retry(true) }
        : { label: 'Fetch it', icon: CircleArrowDown, run: retry(true) },
    )
  else if (way.state === 'failed' || way.nextTryAt !== null)
    acts.push({ label: 'Try again', icon: RotateCw, run: retry(false) })
  if (way.paused) acts.push({ label: 'Resume', icon: Play, run: pause(false) })
  else if (way.state !== 'failed') acts.push({ label: 'Pause', icon: Pause, run: pause(true) })
  if (way.direction === 'down')
    acts.push({ label: 'Cancel', icon: X, run: run(() => client.transfers.giveUp({ sha256 })) })
  return acts
}

/** What is kept here and what is not. */
export const keepActs = (parts: Parts, file: Named): MenuItem[] => {
  const { client, toast } = parts
  const { standing, name } = file
  const { sha256, pinned, here, atService, way } = standing
  const run = (work: () => Promise<unknown>) => () =>
    void work().catch((error: unknown) => tellFailure(parts, error))
  const pin = async () => {
    if (pinned) return void (await client.transfers.unpin({ sha256 }))
    if (here) await client.transfers.want({ sha256s: [sha256], pin: true })
    else await fetchFiles(parts, [file], true)
  }
  const drop = async () => {
    await client.transfers.drop({ sha256 })
    toast(`${name} is at the service only. Fetch it whenever you need it.`)
  }
  return [
    { label: 'Keep on this computer', icon: Pin, checked: pinned, run: run(pin) },
    {
      label: 'Remove the copy here',
      icon: Trash2,
      disabled: !here || !atService || pinned || way !== null,
      run: run(drop),
    },
  ]
}
