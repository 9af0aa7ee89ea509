import type { AnyCommand, CommandGroup } from '../command.ts'
import { attach } from './attach.ts'
import { backup } from './backup.ts'
import { bisect } from './bisect.ts'
import { card } from './card.ts'
import { cases } from './cases.ts'
import { central } from './central.ts'
import { check } from './check.ts'
import { compare } from './compare.ts'
import { completion } from './completion.ts'
import { components } from './components.ts'
import { conflicts } from './conflicts.ts'
import { connect, disconnect } from './connect.ts'
import { customers } from './customers.ts'
import { doctor } from './doctor.ts'
import { env } from './env.ts'
import { exportCase } from './export.ts'
import { importCommand } from './import.ts'
import { link } from './link.ts'
import { merge } from './merge.ts'
import { newCase } from './new.ts'
import { note } from './note.ts'
import { patch } from './patch.ts'
import { people } from './people.ts'
import { recording } from './recording.ts'
import { redo } from './redo.ts'
import { restore } from './restore.ts'
import { run } from './run.ts'
import { sampleDesk } from './sample-desk.ts'
import { saveAttachment } from './save-attachment.ts'
import { serve } from './serve.ts'
import { set } from './set.ts'
import { show } from './show.ts'
import { sync } from './sync.ts'
import { tag } from './tag.ts'
import { trash } from './trash.ts'
import { undo } from './undo.ts'
import { vault } from './vault.ts'
import { views } from './views.ts'
import { workspace } from './workspace.ts'

const table: readonly (AnyCommand | CommandGroup)[] = [
  cases,
  show,
  newCase,
  note,
  set,
  tag,
  attach,
  saveAttachment,
  recording,
  run,
  check,
  bisect,
  workspace,
  env,
  link,
  merge,
  trash,
  undo,
  redo,
  patch,
  compare,
  card,
  vault,
  people,
  customers,
  components,
  views,
  importCommand,
  exportCase,
  backup,
  restore,
  serve,
  connect,
  disconnect,
  sync,
  conflicts,
  central,
  doctor,
  sampleDesk,
]

/** Every command, one line each, in the order of the help. */
export const commands: readonly (AnyCommand | CommandGroup)[] = [...table, completion(table)]
