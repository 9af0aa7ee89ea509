import { Box, Pencil } from 'lucide-react'
import { useState } from 'react'
import type { Component } from '../../shared/domain/entities.ts'
import type { ComponentKind } from '../../shared/domain/vocabulary.ts'
import { useBench } from '../app/bench.ts'
import { useCommands } from '../app/commands/use-commands.ts'
import { hashOf } from '../app/router.ts'
import { componentKindNames } from '../case/words.ts'
import { useCall } from '../client/use-call.ts'
import { CaseList } from '../desk/case-list.tsx'
import desk from '../desk/desk.module.css'
import { EntityPage } from '../desk/entity-page.tsx'
import { Heading } from '../desk/heading.tsx'
import { Badge } from '../ui/badge.tsx'
import { Button } from '../ui/button.tsx'
import { CopyButton } from '../ui/copy-button.tsx'
import { IconButton } from '../ui/icon-button.tsx'
import { Section } from '../ui/section.tsx'
import { ChangeComponent } from './change-component.tsx'
import { kindIcons } from './kinds.ts'
import { componentQuery } from './query.ts'

export interface ComponentViewProps {
  kind: ComponentKind
  name: string
  fresh: number
}

/** One component: in which versions the customers run it, and the cases that name it. */
export const ComponentView = ({ kind, name, fresh }: ComponentViewProps) => {
  const { client } = useBench()
  const found = useCall(
    async (signal) => {
      const { versions } = await client.components.versions({ name }, { signal })
      return versions.filter((one) => one.kind === kind)
    },
    [client, kind, name, fresh],
    { keep: true },
  )
  const [changing, setChanging] = useState<{ before: Component; whole: boolean } | null>(null)
  const first = found.value?.[0]
  const changeAll = () => {
    if (!found.value || !first) return
    const purl = found.value.find((one) => one.purl)?.purl ?? ''
    setChanging({ before: { kind, name: first.name, version: '', purl }, whole: true })
  }
  useCommands([
    {
      id: 'components.change',
      title: `Change ${name}`,
      section: 'Components',
      shortcut: ['e'],
      keywords: 'component rename merge edit purl package url',
      enabled: () => first !== undefined,
      run: changeAll,
    },
  ])
  const Icon = kindIcons[kind]
  return (
    <EntityPage noun="component" icon={Box} found={found} isGone={(versions) => versions.length === 0}>
      {(versions) => {
        const purl = versions.find((one) => one.purl)?.purl
        return (
          <div className={desk.body}>
            <Heading
              place="components"
              placeTitle="Components"
              mark={<Icon size={20} aria-hidden />}
              name={name}
            >
              <Badge>{componentKindNames[kind]}</Badge>
              <span className={desk.grow} />
              <Button size="small" icon={Pencil} shortcut="e" onClick={changeAll}>
                Change
              </Button>
            </Heading>
            {purl && (
              <p>
                <code>{purl}</code> <CopyButton text={() => purl} label="Copy the package URL" look="quiet" />
              </p>
            )}
            <Section title="Versions" count={versions.length}>
              <table className={desk.table}>
                <thead>
                  <tr>
                    <th scope="col">Version</th>
                    <th scope="col" className={desk.number}>
                      Cases
                    </th>
                    <td />
                  </tr>
                </thead>
                <tbody>
                  {versions.map(({ version, cases, purl: own }) => (
                    <tr key={`${version}\n${own}`}>
                      <th scope="row">{version || <span className={desk.muted}>Not known</span>}</th>
                      <td className={desk.number}>{cases.toLocaleString('en')}</td>
                      <td>
                        <span className={desk.rowActs}>
                          <IconButton
                            icon={Pencil}
                            size="small"
                            label={version ? `Change version ${version}` : 'Give this version'}
                            onClick={() =>
                              setChanging({ before: { kind, name, version, purl: own }, whole: false })
                            }
                          />
                          {version && cases > 0 && (
                            <a
                              className={desk.more}
                              href={hashOf('/queue', { query: componentQuery(name, version) })}
                              aria-label={`Show the cases with ${name} ${version}`}
                            >
                              Show them
                            </a>
                          )}
                        </span>
                      </td>
                    </tr>
                  ))}
                </tbody>
              </table>
            </Section>
            {changing && <ChangeComponent {...changing} onClose={() => setChanging(null)} />}
            <CaseList title="Cases" query={componentQuery(name)} none={`No case names ${name} any more.`} />
          </div>
        )
      }}
    </EntityPage>
  )
}
