import { execFile } from 'node:child_process'
import type { NetworkKind } from '../../../shared/contract/transfers.ts'

/** Milliseconds after which the system is asked no longer. */
const patience = 5000

/** Characters of an answer at most. */
const answerAtMost = 64 * 1024

interface Question {
  program: string
  args: readonly string[]
  read(answer: string): NetworkKind
}

/**
 * NMMetered of NetworkManager, of the connection that has the default route: 1 and 3 are yes and a guessed yes, 2 and 4
 * no and a guessed no. https://networkmanager.dev/docs/api/latest/nm-dbus-types.html#NMMetered
 */
const readMetered = (value: string | undefined): NetworkKind => {
  if (value === '1' || value === '3') return 'metered'
  return value === '2' || value === '4' ? 'unmetered' : 'unknown'
}

/** `u 4`, as busctl writes a number. */
export const readBus = (answer: string): NetworkKind => readMetered(/^u (\d)\s*$/.exec(answer)?.[1])

/**
 * Devices of `nmcli -t`, separated by empty lines: metered where one that has a way out of the local network is.
 * https://networkmanager.dev/docs/api/latest/nmcli.html
 */
export const readDevices = (answer: string): NetworkKind => {
  const leading = answer.split(/\n\s*\n/).filter((device) => /^IP[46]\.GATEWAY:(?!--$).+$/m.test(device))
  const words = leading.map((device) => /^GENERAL\.METERED:(yes|no)\b/m.exec(device)?.[1])
  if (words.includes('yes')) return 'metered'
  return words.includes('no') ? 'unmetered' : 'unknown'
}

/** NetworkCostType of WinRT: https://learn.microsoft.com/uwp/api/windows.networking.connectivity.networkcosttype */
export const readCost = (answer: string): NetworkKind => {
  const cost = answer.trim()
  if (cost === 'Fixed' || cost === 'Variable') return 'metered'
  return cost === 'Unrestricted' ? 'unmetered' : 'unknown'
}

const networkManager = 'org.freedesktop.NetworkManager'

const questions: Partial<Record<NodeJS.Platform, readonly Question[]>> = {
  linux: [
    {
      program: 'busctl',
      args: [
        ...['--system', '--auto-start=no', 'get-property', networkManager],
        ...['/org/freedesktop/NetworkManager', networkManager, 'Metered'],
      ],
      read: readBus,
    },
    {
      program: 'nmcli',
      args: ['-t', '-f', 'GENERAL.METERED,IP4.GATEWAY,IP6.GATEWAY', 'device', 'show'],
      read: readDevices,
    },
  ],
  win32: [
    {
      program: 'powershell.exe',
      args: [
        ...['-NoProfile', '-NonInteractive', '-Command'],
        '[Windows.Networking.Connectivity.NetworkInformation,Windows.Networking.Connectivity,ContentType=WindowsRuntime]::GetInternetConnectionProfile().GetConnectionCost().NetworkCostType.ToString()',
      ],
      read: readCost,
    },
  ],
}

/** Runs a program of the system and answers what it prints; rejects when it fails. */
export type RunProgram = (program: string, args: readonly string[]) => Promise<string>

export const runProgram: RunProgram = (program, args) =>
  new Promise((resolve, reject) => {
    execFile(
      program,
      [...args],
      {
        timeout: patience,
        maxBuffer: answerAtMost,
        windowsHide: true,
        // Its words are read, so they have to be the untranslated ones.
        env: { ...process.env, LC_ALL: 'C' },
      },
      (error, stdout) => (error ? reject(error) : resolve(stdout)),
    )
  })

/**
 * Whether the network that leads out is paid by volume, as the system tells it: NetworkManager on Linux, the connection's
 * cost on Windows. macOS has no command that tells it.
 */
export const networkKind = async (run: RunProgram, platform: NodeJS.Platform): Promise<NetworkKind> => {
  for (const { program, args, read } of questions[platform] ?? []) {
    // A system without this program, or without such a service, says nothing.
    const kind = await run(program, args).then(read, () => 'unknown' as const)
    if (kind !== 'unknown') return kind
  }
  return 'unknown'
}
