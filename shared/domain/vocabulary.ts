/** The closed vocabularies of a case, in the order in which a person reads them. */
export const caseStatuses = ['new', 'open', 'waiting', 'solved', 'closed'] as const
export type CaseStatus = (typeof caseStatuses)[number]

/** Statuses of a case that still needs somebody. */
export const unsolvedStatuses: readonly CaseStatus[] = ['new', 'open', 'waiting']

export const caseKinds = [
  'question',
  'how-to',
  'integration',
  'troubleshooting',
  'defect',
  'security',
] as const
export type CaseKind = (typeof caseKinds)[number]

/** 1 is the worst: production is down. */
export const severities = [1, 2, 3, 4] as const
export type Severity = (typeof severities)[number]

/** Who may read an event. */
export const lanes = ['internal', 'customer', 'expert'] as const
export type Lane = (typeof lanes)[number]

export const eventKinds = [
  'message',
  'note',
  'change',
  'attachment',
  'link',
  'merge',
  'run',
  'patch',
  'engagement',
] as const

export const componentKinds = ['package', 'product', 'in-house'] as const
export type ComponentKind = (typeof componentKinds)[number]

export const linkKinds = ['duplicate-of', 'related'] as const
export type LinkKind = (typeof linkKinds)[number]

export const importFormats = [
  'github',
  'jira',
  'zendesk',
  'bugzilla',
  'csv',
  'eml',
  'mbox',
  'casebench',
] as const
export type ImportFormat = (typeof importFormats)[number]

/** How far a patch has come, in the usual order; it may go back. */
export const patchStates = [
  'draft',
  'verified',
  'sent',
  'merged',
  'released',
  'delivered',
  'dropped',
] as const
export type PatchState = (typeof patchStates)[number]
