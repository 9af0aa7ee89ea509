import type { LucideIcon } from 'lucide-react'
import type { ReactNode } from 'react'
import type { Stepped } from '../../shared/contract/step.ts'
import { limits } from '../../shared/domain/entities.ts'
import type { Change } from '../case/change.ts'
import type { Live } from '../client/use-live.ts'
import { Avatar } from '../ui/avatar.tsx'
import desk from './desk.module.css'
import { EntityPage } from './entity-page.tsx'
import { Heading } from './heading.tsx'
import { Kept } from './kept.tsx'

interface Named {
  name: string
  notes: string
}

export interface NamedPageProps<T extends Named> {
  place: string
  placeTitle: string
  noun: string
  icon: LucideIcon
  found: Live<T>
  keep: Change
  set: (part: Partial<Named>) => Promise<Stepped>
  /** Beside the name. */
  badge?: ReactNode
  /** Fields between the name and the notes. */
  fields: (value: T) => ReactNode
  notesHint: string
  children: (value: T) => ReactNode
}

/** The page of something with a name and notes: what is written about it is changed where it stands. */
export const NamedPage = <T extends Named>(props: NamedPageProps<T>) => {
  const { noun, keep, set } = props
  return (
    <EntityPage noun={noun} icon={props.icon} found={props.found} isGone={({ name }) => name === ''}>
      {(value) => {
        const { name, notes } = value
        return (
          <div className={desk.body}>
            <Heading
              place={props.place}
              placeTitle={props.placeTitle}
              mark={<Avatar name={name} size={28} />}
              name={name}
            >
              {props.badge}
            </Heading>
            <div className={desk.fields}>
              <Kept
                label="Name"
                value={name}
                maxLength={limits.name}
                check={(text) => (text === '' ? `A ${noun} needs a name.` : undefined)}
                onKeep={(next) => keep(`${name} is now ${next}`, () => set({ name: next }))}
              />
              {props.fields(value)}
              <div className={desk.wide}>
                <Kept
                  label="Notes"
                  value={notes}
                  lines={3}
                  maxLength={limits.text}
                  placeholder={props.notesHint}
                  onKeep={(next) => keep(`The notes on ${name} are kept`, () => set({ notes: next }))}
                />
              </div>
            </div>
            {props.children(value)}
          </div>
        )
      }}
    </EntityPage>
  )
}
