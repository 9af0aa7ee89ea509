import { join } from 'node:path'
import { withFolder } from '../host.ts'
import type { Bench, Measure } from '../report.ts'
import { bisectKilled } from './killed.ts'
import { pairs, settingChecks, singles, versionChecks } from './searches.ts'

const atMost = (name: string, value: number, bar: number): Measure => ({
  ...{ name, value, unit: 'checks' },
  bar: `≤ ${bar}`,
  met: value <= bar,
})

/** The most checks that bisections take, over every place of their causes, and what a kill costs one. */
export const bisectBench: Bench = async ({ size: settings = 64, say }) => {
  const versions = 16
  say(`every first bad one of ${versions} versions, every one and every two of ${settings} settings`)
  const checks = [
    atMost(`${versions} versions`, versionChecks(versions, false), 5),
    atMost(`${versions} versions, both ends verified`, versionChecks(versions, true), 6),
    atMost(`1 cause of ${settings} settings`, settingChecks(settings, singles(settings)), 8),
    atMost(`2 interacting causes of ${settings} settings`, settingChecks(settings, pairs(settings)), 40),
  ]
  say('a host that is killed in its 2nd, 4th and last check, and resumed')
  const killed = await withFolder((folder) => bisectKilled(join(folder, 'bench'), [2, 4, 6]))
  if (killed.found !== '1.9') throw new Error(`After kills it found ${killed.found}`)
  return {
    work: `${versions} versions and ${settings} settings; the worst of all causes`,
    measures: [
      ...checks,
      {
        name: 'finished steps done again after kill -9, three times',
        value: killed.repeated,
        unit: 'steps',
        bar: '0',
        met: killed.repeated === 0,
      },
      {
        name: 'checks begun over four lives',
        value: killed.checks,
        unit: 'checks',
        bar: '≤ 6 steps and one more a kill',
        met: killed.checks <= 9,
      },
    ],
  }
}
