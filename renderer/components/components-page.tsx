import { Box } from 'lucide-react'
import { componentKinds } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import { pathOf, useRoute } from '../app/router.ts'
import { componentKindNames, plural } from '../case/words.ts'
import { Directory } from '../desk/directory.tsx'
import { Entry } from '../desk/entry.tsx'
import { useFresh } from '../desk/use-fresh.ts'
import { ComponentView } from './component-view.tsx'
import { kindIcons } from './kinds.ts'

const ComponentsPage = () => {
  const { client, navigate } = useBench()
  const { path } = useRoute()
  const kind = componentKinds.find((one) => one === path[1])
  const name = path[2]
  const { fresh } = useFresh()
  return (
    <Directory
      id="components"
      title="Components"
      nouns={['component', 'components']}
      icon={Box}
      empty="A component is here as soon as a case names it in its stack: a package, a product or an in-house application."
      fresh={fresh}
      read={async (part, signal) => {
        const { components, total } = await client.components.list(part, { signal })
        return { rows: components, total }
      }}
      row={(component) => {
        const Icon = kindIcons[component.kind]
        return (
          <Entry
            mark={<Icon size={16} aria-hidden />}
            name={component.name}
            below={`${componentKindNames[component.kind]} · ${plural(component.versions, 'version')}`}
            count={component.cases}
            counted="case"
          />
        )
      }}
      isChosen={(row) => row.kind === kind && row.name === name}
      onOpen={(row) => navigate(pathOf('components', row.kind, row.name))}
      unchosen="Choose one to see its versions and the cases that name it."
      page={
        kind === undefined || name === undefined ? null : (
          <ComponentView key={`${kind}/${name}`} kind={kind} name={name} fresh={fresh} />
        )
      }
    />
  )
}

export default ComponentsPage
