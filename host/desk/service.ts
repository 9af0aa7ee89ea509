import type { Handlers } from '../../shared/contract/define.ts'
import type { components, customers, history, local, people, views } from '../../shared/contract/desk.ts'
import type { Database } from '../database/threads.ts'
import { historyLabels } from '../operations/history.ts'
import { replayInParts } from '../operations/in-parts.ts'
import { live } from '../rpc/live.ts'
import { changeComponent } from './change-component.ts'
import { componentVersions, listComponents } from './components.ts'
import { getCustomer, listCustomers, setCustomer } from './customers.ts'
import { getLocal, listLocal, putLocal } from './local.ts'
import { getPerson, listPeople, me, setPerson } from './people.ts'
import { listViews, putView, removeView } from './views.ts'

export const peopleService = (database: Database): Handlers<typeof people> => ({
  list: (input, { signal }) => database.read(listPeople, input, signal),
  get: (input) => database.read(getPerson, input),
  set: (input) => database.write(setPerson, input),
  me: (input) => database.read(me, input),
})

export const customersService = (database: Database): Handlers<typeof customers> => ({
  list: (input, { signal }) => database.read(listCustomers, input, signal),
  get: (input) => database.read(getCustomer, input),
  set: (input) => database.write(setCustomer, input),
})

export const componentsService = (database: Database): Handlers<typeof components> => ({
  list: (input, { signal }) => database.read(listComponents, input, signal),
  versions: (input) => database.read(componentVersions, input),
  change: (input, { signal }) => changeComponent(database, { ...input, signal }),
})

export const viewsService = (database: Database): Handlers<typeof views> => ({
  watch: (_input, { signal }) =>
    live(database, { topics: ['views'], signal, read: () => database.read(listViews, {}, signal) }),
  put: (input) => database.write(putView, input),
  remove: (input) => database.write(removeView, input),
})

export const historyService = (database: Database): Handlers<typeof history> => ({
  watch: (_input, { signal }) =>
    live(database, { topics: ['history'], signal, read: () => database.read(historyLabels, {}, signal) }),
  undo: ({ step }, { signal }) => replayed(database, { way: 'undo', step, signal }),
  redo: ({ step }, { signal }) => replayed(database, { way: 'redo', step, signal }),
  replay: ({ way, step }, { signal }) => replayInParts(database, { way, step, signal }),
})

const replayed = async (...asked: Parameters<typeof replayInParts>) => {
  let label = ''
  for await (const part of replayInParts(...asked)) label = part.label
  return { label }
}

export const localService = (database: Database): Handlers<typeof local> => ({
  get: (input) => database.read(getLocal, input),
  put: (input) => database.write(putLocal, input),
  list: (input) => database.read(listLocal, input),
})
