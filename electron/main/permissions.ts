import { isOwn } from './navigation.ts'

/** What a page of ours may have without asking. Everything else that Chromium knows is denied. */
const granted: ReadonlySet<string> = new Set(['clipboard-sanitized-write', 'notifications'])

export interface PermissionRequest {
  permission: string
  /** The address of the frame that asks, as Electron tells it; empty where it does not know. */
  requestingUrl: string
  isMainFrame: boolean
}

/** The permission policy: our own page, its main frame, and the two permissions it needs. */
export const mayHave = ({ permission, requestingUrl, isMainFrame }: PermissionRequest): boolean =>
  granted.has(permission) && isMainFrame && isOwn(requestingUrl)
