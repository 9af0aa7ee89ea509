export const roles = ['engineer', 'lead', 'expert', 'auditor', 'administrator'] as const
export type Role = (typeof roles)[number]

/** The human behind a request. */
export interface Account {
  readonly id: string
  readonly name: string
  readonly role: Role
  /** The synced person entity that is this human; null until the first bench connects. */
  readonly personId: string | null
}

/** The bench behind a request. */
export interface Device {
  readonly id: string
  readonly name: string
}

/** With what somebody is signed in: a session of a browser, a personal token of a script, or the token of a bench. */
export type Credential = 'session' | 'token' | 'device'

export interface Caller {
  readonly account: Account
  readonly role: Role
  readonly device: Device | null
  readonly credential: Credential
}
