import { useEffect, useEffectEvent } from 'react'
import { useBench } from '../app/bench.ts'
import type { TabViewProps } from '../app/feature.ts'
import { FileView } from './file-tab.tsx'

const placed = 'placed'

/** A file that is open already, a second time: one text, two places of it in sight. */
const BesideTab = ({ tabKey, active, kept, keep }: TabViewProps) => {
  const { commands } = useBench()
  const place = useEffectEvent(() => {
    if (kept === placed) return
    keep(placed)
    commands.run('tab.split')
  })
  useEffect(() => {
    // Once: after that it stays where a person puts it.
    if (active) place()
  }, [active])
  return <FileView kind="beside" {...{ tabKey, active }} />
}

export default BesideTab
