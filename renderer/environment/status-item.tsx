import { Boxes } from 'lucide-react'
import { useBench } from '../app/bench.ts'
import { useRoute } from '../app/router.ts'
import { caseRefOf } from '../case/current-case.ts'
import { useCall } from '../client/use-call.ts'
import { useLive } from '../client/use-live.ts'
import statusItem from '../sync/status-item.module.css'
import { Tooltip } from '../ui/tooltip.tsx'
import { standing } from './words.ts'

/** The item of the status bar: how the environment of the case in front stands. */
export const EnvironmentStatusItem = () => {
  const { client } = useBench()
  const [kind = '', ...rest] = useRoute().path
  const ref = caseRefOf({ kind, key: rest.join('/') })
  const found = useCall(
    async (signal) => (ref === null ? null : (await client.cases.get({ key: ref }, { signal })).case.id),
    [client, ref],
  )
  return found.value && <OfCase key={found.value} caseId={found.value} />
}

const OfCase = ({ caseId }: { caseId: string }) => {
  const { client, commands } = useBench()
  const { value } = useLive((signal) => client.environments.watch({ caseId }, { signal }), [client, caseId])
  if (!value || value.state === 'none' || value.state === 'down') return null
  const text = standing(value)
  return (
    <Tooltip side="top" text={value.reason || text}>
      <button
        type="button"
        className={statusItem.item}
        aria-label={`Environment: ${text}, show it`}
        onClick={() => commands.run('panel.environment')}
      >
        <Boxes size={13} aria-hidden />
        Environment: {text.toLowerCase()}
      </button>
    </Tooltip>
  )
}
