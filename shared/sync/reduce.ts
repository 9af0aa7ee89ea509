import type { Draft, Operation, OperationType } from './operations.ts'
import { caseReducers } from './reducers/case.ts'
import { conflictReducers } from './reducers/conflict.ts'
import { customerReducers, personReducers } from './reducers/desk.ts'
import { patchReducers } from './reducers/patch.ts'
import type { Reducer } from './reducers/reducer.ts'
import { eventReducers, linkReducers } from './reducers/timeline.ts'
import type { Outcome, Rows } from './rows.ts'

const reducers: { [T in OperationType]: Reducer<T> } = {
  ...caseReducers,
  ...eventReducers,
  ...linkReducers,
  ...patchReducers,
  ...customerReducers,
  ...personReducers,
  ...conflictReducers,
}

/**
 * Applies one operation to the rows it finds. Pure: the same operation on the same rows gives the same outcome on
 * every bench and on the central service. Throws `Rejected` where the rows do not allow it.
 */
export const reduce = (operation: Pick<Operation, 'at'> & Draft, rows: Rows): Outcome => {
  const reducer = reducers[operation.type] as Reducer<OperationType>
  return reducer(operation.payload, { entity: operation.entity, at: operation.at, rows })
}
