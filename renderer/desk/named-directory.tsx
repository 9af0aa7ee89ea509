import { type ReactNode, useState } from 'react'
import type { Stepped } from '../../shared/contract/step.ts'
import { useBench } from '../app/bench.ts'
import { pathOf, useRoute } from '../app/router.ts'
import { Directory, type DirectoryProps } from './directory.tsx'
import { NewEntry } from './new-entry.tsx'
import { type Fresh, useFresh } from './use-fresh.ts'
import { useKeep } from './use-keep.ts'

type Listing<T> = Omit<DirectoryProps<T>, 'fresh' | 'isChosen' | 'onOpen' | 'onNew' | 'page' | 'children'>

export interface NamedDirectoryProps<T> extends Listing<T> {
  page: (id: string, fresh: Fresh) => ReactNode
  /** What is told of a new one. */
  said: (name: string) => string
  make: (name: string) => Promise<Stepped & { id: string }>
  /** Where the rest about a new one is written. */
  restOfIt: string
}

/** A directory of what is made here by a name alone, each at `#/<place>/<id>`; `#/<place>?new=1` asks for a new one. */
export const NamedDirectory = <T extends { id: string }>(props: NamedDirectoryProps<T>) => {
  const { page, said, make, restOfIt, ...listing } = props
  const { navigate } = useBench()
  const { path, query } = useRoute()
  const id = path[1]
  const { fresh, again } = useFresh()
  const keep = useKeep(again)
  const [asking, setAsking] = useState(false)
  const close = () => {
    setAsking(false)
    if (query.new) navigate(pathOf(props.id), {}, { replace: true })
  }
  const makeNamed = async (name: string) => {
    const done = await keep(said(name), async () => {
      const made = await make(name)
      navigate(pathOf(props.id, made.id))
      return made
    })
    if (done) setAsking(false)
  }
  return (
    <Directory
      {...listing}
      fresh={fresh}
      isChosen={(row) => row.id === id}
      onOpen={(row) => navigate(pathOf(props.id, row.id))}
      onNew={() => setAsking(true)}
      page={id === undefined ? null : page(id, { fresh, again })}
    >
      {(asking || query.new) && (
        <NewEntry title={`New ${props.nouns[0]}`} description={restOfIt} onMake={makeNamed} onClose={close} />
      )}
    </Directory>
  )
}
