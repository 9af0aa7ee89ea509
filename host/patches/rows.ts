import { BenchError } from '../../shared/contract/error.ts'
import type { Stepped } from '../../shared/contract/step.ts'
import type { Patch, PatchStep, TimelineEvent } from '../../shared/domain/entities.ts'
import { finishUpload } from '../attachments/changes.ts'
import { mediaTypeOf } from '../attachments/media-type.ts'
import { myId } from '../cases/me.ts'
import type { Read, Write } from '../database/procedure.ts'
import { apply } from '../operations/apply.ts'
import { findPatch, patchesOfStory } from '../operations/patch-rows.ts'

/** The patches of a case and of those merged into it, newest first. */
export const listPatches: Read<{ caseId: string }, Patch[]> = (db, { caseId }) => patchesOfStory(db, caseId)

/** Throws `not-found`. */
export const getPatch: Read<{ id: string }, Patch> = (db, { id }) => {
  const patch = findPatch(db, id)
  if (!patch) throw new BenchError('not-found', 'This patch is not here (any more).')
  return patch
}

interface NewPatch {
  caseId: string
  title: string
  branch: string
  base: string
  files: Patch['files']
  series: { uploadId: string; name: string; sha256: string; bytes: number; text: string | null }
}

/** Keeps a series as a patch of a case and shows it on the timeline: one step of undo. */
export const createPatch: Write<NewPatch, Stepped & { patch: Patch; eventId: string }> = (context, input) => {
  const { db, now, newId } = context
  const { caseId, title, branch, base, files } = input
  const { name, ...stored } = input.series
  finishUpload(context, stored)
  const at = now()
  const authorId = myId(db)
  const series = { name, bytes: stored.bytes, sha256: stored.sha256, mediaType: mediaTypeOf(name) }
  const patch: Patch = {
    id: newId(),
    caseId,
    createdAt: at,
    authorId,
    title,
    branch,
    base,
    series,
    files,
    steps: [{ state: 'draft', at, url: '', note: '' }],
  }
  const event: TimelineEvent = {
    id: newId(),
    caseId,
    kind: 'patch',
    lane: 'internal',
    authorId,
    at,
    body: '',
    attachments: [series],
    detail: { type: 'patch', patchId: patch.id },
    corrects: null,
    retractedAt: null,
    externalId: null,
  }
  const ref = db.value<string>('select ref from cases where id = ?', [caseId]) ?? 'a case'
  const { step } = apply(
    context,
    [
      { type: 'patch.create', entity: patch.id, payload: { patch } },
      { type: 'event.add', entity: event.id, payload: { event } },
    ],
    `Make a patch for ${ref}`,
  )
  return { step, patch, eventId: event.id }
}

export const setPatch: Write<
  { id: string; set: { title?: string | undefined; branch?: string | undefined } },
  Stepped
> = (context, { id, set: { title, branch } }) => {
  const set = { ...(title === undefined ? {} : { title }), ...(branch === undefined ? {} : { branch }) }
  return apply(context, [{ type: 'patch.set', entity: id, payload: { set } }], 'Change a patch')
}

/** Says that a patch reached a state, now unless told. Throws `not-found`, `invalid` past 200 steps. */
export const stepPatch: Write<
  { id: string } & Omit<PatchStep, 'at'> & { at?: number | undefined },
  Stepped
> = (context, { id, state, at, url, note }) => {
  const patch = findPatch(context.db, id)
  if (!patch) throw new BenchError('not-found', 'This patch is not here (any more).')
  if (patch.steps.length >= 200)
    throw new BenchError('invalid', 'This patch has 200 steps already. Nothing was changed.')
  const steps = [...patch.steps, { state, at: at ?? context.now(), url, note }]
  const draft = { type: 'patch.set', entity: id, payload: { set: { steps } } } as const
  return apply(context, [draft], `Set a patch to ${state}`)
}
