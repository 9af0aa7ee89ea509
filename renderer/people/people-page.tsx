import { UsersRound } from 'lucide-react'
import { useState } from 'react'
import { useBench } from '../app/bench.ts'
import { pathOf, useRoute } from '../app/router.ts'
import { useCall } from '../client/use-call.ts'
import { Directory } from '../desk/directory.tsx'
import { Entry } from '../desk/entry.tsx'
import { NewEntry } from '../desk/new-entry.tsx'
import { useFresh } from '../desk/use-fresh.ts'
import { useKeep } from '../desk/use-keep.ts'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { PersonView } from './person-view.tsx'

const PeoplePage = () => {
  const { client, navigate } = useBench()
  const { path, query } = useRoute()
  const id = path[1]
  const { fresh, again } = useFresh()
  const keep = useKeep(again)
  const [asking, setAsking] = useState(false)
  const me = useCall((signal) => client.people.me({}, { signal }), [client], { keep: true }).value?.id
  const close = () => {
    setAsking(false)
    if (query.new) navigate(pathOf('people'), {}, { replace: true })
  }
  const makeNamed = async (name: string) => {
    const done = await keep(`${name} is among the people`, async () => {
      const made = await client.people.set({ set: { name } })
      navigate(pathOf('people', made.id))
      return made
    })
    if (done) setAsking(false)
  }
  return (
    <Directory
      id="people"
      title="People"
      nouns={['person', 'people']}
      icon={UsersRound}
      empty="People come with an import, or are added here."
      fresh={fresh}
      read={async (part, signal) => {
        const { people, total } = await client.people.list(part, { signal })
        return { rows: people, total }
      }}
      row={(person) => (
        <Entry
          mark={<Avatar name={person.name} size={26} />}
          name={
            <>
              {person.name} {person.id === me && <Badge tone="accent">You</Badge>}
            </>
          }
          below={person.email || (person.handles[0] ?? '')}
          count={person.openCases}
          counted="open case"
        />
      )}
      isChosen={(row) => row.id === id}
      onOpen={(row) => navigate(pathOf('people', row.id))}
      onNew={() => setAsking(true)}
      unchosen="Choose a person to see and change how they are reached, and their cases."
      page={
        id === undefined ? null : <PersonView key={id} id={id} isMe={id === me} fresh={fresh} again={again} />
      }
    >
      {(asking || query.new) && (
        <NewEntry
          title="New person"
          description="Address, customer and notes are written on their page."
          onMake={makeNamed}
          onClose={close}
        />
      )}
    </Directory>
  )
}

export default PeoplePage
