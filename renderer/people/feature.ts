import { UsersRound } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'
import { pathOf } from '../app/router.ts'

export const people: Feature = {
  places: [
    {
      id: 'people',
      title: 'People',
      icon: UsersRound,
      shortcut: 'g p',
      view: lazy(() => import('./people-page.tsx')),
    },
  ],
  commands: [
    {
      id: 'people.new',
      title: 'New person',
      section: 'People',
      keywords: 'create add contact',
      run: ({ navigate }) => navigate('/people', { new: '1' }),
    },
    {
      id: 'people.me',
      title: 'Go to my own page',
      section: 'People',
      keywords: 'me who am i',
      run: async ({ client, navigate }) => navigate(pathOf('people', (await client.people.me({})).id)),
    },
  ],
}
