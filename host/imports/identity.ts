import { createHash } from 'node:crypto'
import { v5 } from 'uuid'

/** The namespace of ids derived from foreign ones; fixed for ever, so that every bench derives the same. */
const namespace = '6f4e1a52-2b0b-4b52-9a3e-6f1c7d0a9c11'

const derive = (...parts: string[]) => v5(parts.join('\0'), namespace)

/**
 * Ids of imported things are derived from where they came from (UUID version 5, RFC 9562), so that importing twice,
 * or on two benches, gives the same rows and never doubles them.
 */
export const caseIdOf = (system: string, externalId: string): string => derive('case', system, externalId)

export const eventIdOf = (caseId: string, externalId: string): string => derive('event', caseId, externalId)

/** A later text of the same foreign comment is a correction with an id of its own. */
export const correctionIdOf = (eventId: string, body: string): string => derive('correction', eventId, body)

export const customerIdOf = (name: string): string => derive('customer', name.trim().toLowerCase())

/** A person is known by a handle, else by an address, else by a name. */
export const personIdOf = ({
  handle,
  email,
  name,
}: {
  handle?: string
  email?: string
  name: string
}): string => derive('person', (handle ?? email ?? name).trim().toLowerCase())

export const linkIdOf = (fromId: string, toId: string, kind: string): string =>
  derive('link', kind, fromId, toId)

/** A short fingerprint of a value, to tell whether it changed since it was last imported. */
export const fingerprint = (value: unknown): string =>
  createHash('sha1')
    .update(JSON.stringify(value) ?? '')
    .digest('base64url')
