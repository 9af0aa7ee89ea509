import { z } from 'zod'
import { id } from '../domain/entities.ts'
import { lanes } from '../domain/vocabulary.ts'
import { call, service, upload } from './define.ts'
import { stepped } from './step.ts'
import { inside } from './workspaces.ts'

const target = {
  caseId: id,
  lane: z.enum(lanes).default('internal'),
  /** What the person says about it; may be empty. */
  body: z.string().max(1_000_000).default(''),
}

const done = stepped.extend({ eventId: id })

/** Puts what was found onto a case's timeline: each an attachment and one event that shows it and leads back. */
export const evidence = service(
  'evidence',
  ['not-found', 'no-workspace', 'gone', 'vanished', 'empty', 'too-large', 'refused', 'invalid'] as const,
  {
    /** Blocks of a terminal, one event each, oldest first; the newest one when `numbers` is empty. */
    attachBlocks: call(
      z.object({ ...target, terminalId: id, numbers: z.array(z.int().min(1)).max(100).default([]) }),
      stepped.extend({ eventIds: z.array(id) }),
    ),
    /** A whole recording, as it stands now. */
    attachRecording: call(z.object({ ...target, recordingId: id }), done),
    /** A file of the workspace. */
    attachFile: call(z.object({ ...target, path: inside }), done),
    /** Lines of a file of the workspace; `text` is what the editor shows, unsaved changes included. */
    attachExcerpt: call(
      z.object({
        ...target,
        path: inside,
        lines: z.object({ from: z.int().min(1), to: z.int().min(1) }),
        text: z.string().min(1).max(2_000_000),
      }),
      done,
    ),
    /** A picture of a page, as PNG bytes. */
    attachScreenshot: upload(z.object({ ...target, route: z.string().max(2000) }), done),
  },
)
