import type { MessagePort } from 'node:worker_threads'
import { v7 } from 'uuid'
import { toErrorBody } from '../../shared/contract/error.ts'
import { checkpointWhenIdle } from './checkpoint.ts'
import { type DatabaseFile, openDatabase } from './database.ts'
import { toBenchError } from './failure.ts'
import { migrate } from './migrate.ts'
import type { Read, Reads, Write, WriteContext, Writes } from './procedure.ts'
import type { Reply, Request, ThreadData } from './thread-messages.ts'
import { type Topic, topicsOf } from './topics.ts'

/**
 * The inside of a database thread: opens the file in its role and answers requests one after another, each write
 * procedure in one transaction of its own.
 */
export const serveThread = (
  port: MessagePort,
  data: ThreadData,
  procedures: { reads: Reads; writes: Writes },
): void => {
  const reply = (message: Reply) => port.postMessage(message)
  let opened: DatabaseFile | undefined
  // A reader opens at its first question: by then the writer, which started beside it, has made and migrated the file.
  const file = () => {
    opened ??= openDatabase(data.path, data.role === 'writer' ? 'write' : 'read')
    return opened
  }
  let idle: (() => void) | undefined
  try {
    if (data.role === 'writer') {
      migrate(file(), { backupTo: data.backupTo })
      idle = checkpointWhenIdle(file())
    }
  } catch (error) {
    reply({ id: 0, error: toErrorBody(toBenchError(error)) })
    return
  }
  port.on('message', (request: Request) => {
    try {
      reply({ id: request.id, ...answer(file(), request, procedures) })
    } catch (error) {
      reply({ id: request.id, error: toErrorBody(toBenchError(error)) })
    }
    idle?.()
  })
  reply({ id: 0, ready: true })
}

const answer = (
  file: DatabaseFile,
  request: Request,
  { reads, writes }: { reads: Reads; writes: Writes },
) => {
  if ('backupTo' in request) {
    file.exec(`vacuum into '${request.backupTo.replaceAll("'", "''")}'`)
    return { value: undefined, topics: [] }
  }
  if ('rewrite' in request) {
    file.exec('vacuum')
    file.reader.all('pragma wal_checkpoint(truncate)')
    return { value: undefined, topics: [] }
  }
  const write = writes[request.run] as Write<unknown, unknown> | undefined
  if (!write) {
    const read = reads[request.run] as Read<unknown, unknown> | undefined
    if (!read) throw new Error(`No procedure ${request.run}`)
    return { value: read(file.reader, request.input), topics: [] }
  }
  const touched = new Set<Topic>()
  const value = file.transaction((db) => {
    const context: WriteContext = { db, now: Date.now, newId: v7, touch: (topic) => void touched.add(topic) }
    return write(context, request.input)
  })
  return { value, topics: topicsOf(touched) }
}
