import { UsersRound } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { useCall } from '../client/use-call.ts'
import { Entry } from '../desk/entry.tsx'
import { NamedDirectory } from '../desk/named-directory.tsx'
import { Avatar } from '../ui/avatar.tsx'
import { Badge } from '../ui/badge.tsx'
import { PersonView } from './person-view.tsx'

const PeoplePage = () => {
  const { people } = useBench().client
  const me = useCall((signal) => people.me({}, { signal }), [people], { keep: true }).value?.id
  return (
    <NamedDirectory
      id="people"
      title="People"
      nouns={['person', 'people']}
      icon={UsersRound}
      empty="People come with an import, or are added here."
      read={async (part, signal) => {
        const { people: rows, total } = await people.list(part, { signal })
        return { rows, total }
      }}
      row={({ id, name, email, handles, openCases }) => (
        <Entry
          mark={<Avatar name={name} size={26} />}
          name={
            <>
              {name} {id === me && <Badge tone="accent">You</Badge>}
            </>
          }
          below={email || (handles[0] ?? '')}
          count={openCases}
          counted="open case"
        />
      )}
      unchosen="Choose a person to see and change how they are reached, and their cases."
      page={(id, fresh) => <PersonView key={id} id={id} isMe={id === me} {...fresh} />}
      said={(name) => `${name} is among the people`}
      make={(name) => people.set({ set: { name } })}
      restOfIt="Address, customer and notes are written on their page."
    />
  )
}

export default PeoplePage
