import { Building2 } from 'lucide-react'
import type { Feature } from '../app/feature.ts'
import { lazy } from '../app/lazy.ts'

export const customers: Feature = {
  places: [
    {
      id: 'customers',
      title: 'Customers',
      icon: Building2,
      shortcut: 'g c',
      view: lazy(() => import('./customers-page.tsx')),
    },
  ],
  commands: [
    {
      id: 'customers.new',
      title: 'New customer',
      section: 'Customers',
      keywords: 'create add',
      run: ({ navigate }) => navigate('/customers', { new: '1' }),
    },
  ],
}
