import { join } from 'node:path'

/** Where terminals keep what they printed, a folder each. */
export const terminalsFolder = (dataDir: string): string => join(dataDir, 'terminals')

export const outputFolder = (dataDir: string, terminalId: string): string =>
  join(terminalsFolder(dataDir), terminalId)

/** The recording of a terminal: it outlives the terminal. */
export const recordingPath = (dataDir: string, terminalId: string): string =>
  join(dataDir, 'recordings', `${terminalId}.cast`)

/** The scripts with which shells mark their commands. */
export const shellsFolder = (dataDir: string): string => join(terminalsFolder(dataDir), 'shells')
