import { useEffect, useRef } from 'react'
import { type Command, useBench } from '../bench.ts'

/** Commands of a mounted view, in force while `active`. They may read the view's present state. */
export const useCommands = (list: readonly Command[], active = true): void => {
  const { commands } = useBench()
  const latest = useRef(list)
  useEffect(() => {
    latest.current = list
  })
  const ids = list.map(({ id, title, shortcut }) => [id, title, ...(shortcut ?? [])].join('\n')).join('\n\n')
  useEffect(() => {
    if (!active || ids === '') return
    const one = (id: string) => latest.current.find((command) => command.id === id)
    return commands.add(
      latest.current.map((command) => ({
        ...command,
        enabled: (context) => one(command.id)?.enabled?.(context) ?? true,
        run: (context) => one(command.id)?.run(context),
      })),
    )
  }, [commands, active, ids])
}
