import Sqlite from 'better-sqlite3'
import { type DatabaseFile, databaseOver } from '../../../host/database/database.ts'
import { migrate } from '../../../host/database/migrate.ts'

/** A real database in memory, which can be copied. */
export interface MemoryDatabase extends DatabaseFile {
  /** The bytes of its file as they are now. */
  content(): Buffer
}

/** A full text index costs more than all else that a simulated bench writes; a table says as well which cases it holds. */
const plainIndex = (name: string) => `
drop table ${name};
create table ${name} (rowid integer primary key, text text, ${name} text);
create trigger ${name}_orders before insert on ${name} when new.${name} is not null begin select raise(ignore); end;`

const open = (content: Buffer | ':memory:'): MemoryDatabase => {
  const sqlite = new Sqlite(content)
  sqlite.pragma('foreign_keys = ON')
  return { ...databaseOver(sqlite), content: () => sqlite.serialize() }
}

const migrated = (): Buffer => {
  const file = open(':memory:')
  migrate(file)
  file.exec(['search', 'phrases'].map(plainIndex).join('\n'))
  const content = file.content()
  file.close()
  return content
}

/** All benches begin with this one's bytes. */
const template = migrated()

/** A migrated database in memory, or a copy of another one. */
export const memoryDatabase = (content: Buffer = template): MemoryDatabase => open(content)
