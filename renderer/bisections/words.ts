import type { Bisection, SettingDifference } from '../../shared/domain/stack/bisection.ts'
import type { Tone } from '../ui/badge.tsx'

export const stateNames: Readonly<Record<Bisection['state'], string>> = {
  running: 'Running',
  paused: 'Paused',
  finished: 'Finished',
  cancelled: 'Given up',
}

export const stateTones: Readonly<Record<Bisection['state'], Tone>> = {
  running: 'info',
  paused: 'warn',
  finished: 'ok',
  cancelled: 'neutral',
}

/** What a bisection searches, in a few words. */
export const subjectOf = ({ plan }: Pick<Bisection, 'plan'>): string => {
  if (plan.mode === 'settings') return `Settings of ${plan.target}`
  const [first, last] = [plan.versions[0]?.version, plan.versions.at(-1)?.version]
  return `${plan.service} ${first} to ${last}${plan.findFix ? ', for the fix' : ''}`
}

/** A setting as it is written where it works and where it fails. */
export const settingText = ({ file, key, from, to }: SettingDifference): string =>
  `${file}: ${key} ${from === null ? 'is added' : from} → ${to === null ? 'is taken away' : to}`
