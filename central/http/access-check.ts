import type { Caller, Role } from '../access/caller.ts'
import { type Refusal, refuse } from './refusal.ts'
import type { Access } from './route.ts'

interface Rule {
  readonly person: boolean
  readonly device: boolean
  readonly roles: readonly Role[] | undefined
}

const ruleOf = (access: Exclude<Access, 'anyone'>): Rule => {
  if (access === 'session') return { person: true, device: false, roles: undefined }
  if (access === 'device') return { person: false, device: true, roles: undefined }
  if (access === 'signed-in') return { person: true, device: true, roles: undefined }
  if ('roles' in access) return { person: true, device: false, roles: access.roles }
  return { person: false, device: true, roles: access.deviceOf }
}

/** Why the caller may not come in; undefined where they may. */
export const refusalOf = (access: Access, caller: Caller | null): Refusal | undefined => {
  if (access === 'anyone') return undefined
  if (!caller) return refuse('not-signed-in', 'Sign in first: this needs a valid token or session.')
  const rule = ruleOf(access)
  const isDevice = caller.credential === 'device'
  if (isDevice && !rule.device)
    return refuse('not-allowed', 'A bench may not do this. Use a personal token, or sign in.')
  if (!isDevice && !rule.person)
    return refuse('not-allowed', 'Only a connected bench may do this. Connect one first.')
  if (rule.roles && !rule.roles.includes(caller.role))
    return refuse(
      'not-allowed',
      `The role "${caller.role}" may not do this. Ask an administrator of your organisation.`,
    )
  return undefined
}
