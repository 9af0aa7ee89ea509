import { ArrowDown, ArrowUp, Columns2, FileCode2, Rows2 } from 'lucide-react'
import type { editor } from 'monaco-editor/editor/editor.api.js'
import { useEffect, useState } from 'react'
import { useStore } from 'zustand'
import { useBench } from '../../app/bench.ts'
import { useCommands } from '../../app/commands/use-commands.ts'
import type { TabViewProps } from '../../app/feature.ts'
import { pathOf, useRoute } from '../../app/router.ts'
import { Button } from '../../ui/button.tsx'
import { EmptyState } from '../../ui/empty-state.tsx'
import { ErrorState } from '../../ui/error-state.tsx'
import { IconButton } from '../../ui/icon-button.tsx'
import { Skeleton } from '../../ui/skeleton.tsx'
import { Toolbar, ToolbarSpace } from '../../ui/toolbar.tsx'
import { Bars } from '../bars.tsx'
import type { FileDocument } from '../document.ts'
import styles from '../editor.module.css'
import { fileRoute, parseFileKey } from '../file-key.ts'
import { languageOf } from '../languages.ts'
import { useCaseOf, useFile } from '../use-file.ts'
import { type Against, againstName, readAgainst, useOther } from './against.ts'
import { AgainstPicker } from './against-picker.tsx'
import { DiffView } from './diff-view.tsx'

/** What changed in a file of the workspace, against the customer's state, a commit or another file. */
const DiffTab = ({ tabKey, active, kept, keep }: TabViewProps) => {
  const { caseRef, path } = parseFileKey(tabKey)
  const found = useCaseOf(caseRef)
  const document = useFile({ kind: 'diff', tabKey }, found.value?.case.id)
  useAsked(tabKey, keep)
  if (found.state === 'failed')
    return (
      <ErrorState title={`The changes of ${path} cannot be shown`} error={found.error}>
        <Button look="primary" onClick={found.retry}>
          Try again
        </Button>
      </ErrorState>
    )
  if (!document) return <Skeleton lines={12} label={`Reading ${path}`} />
  return (
    <Compared
      document={document}
      caseRef={caseRef}
      active={active}
      against={readAgainst(kept)}
      onAgainst={keep}
    />
  )
}

/** Takes what the address asks to compare with for what the tab is compared with from then on. */
const useAsked = (tabKey: string, keep: TabViewProps['keep']) => {
  const { navigate } = useBench()
  const route = useRoute()
  const { path, query } = route
  const asked = path.join('/') === `diff/${tabKey}` ? query.against : undefined
  useEffect(() => {
    if (asked === undefined) return
    keep({ is: 'file', path: asked } satisfies Against)
    navigate(pathOf(...path), {}, { replace: true, from: route })
  }, [asked, keep, navigate, path, route])
}

interface ComparedProps {
  document: FileDocument
  caseRef: string
  active: boolean
  against: Against
  onAgainst: (against: Against) => void
}

const Compared = ({ document, caseRef, active, against, onAgainst }: ComparedProps) => {
  const { navigate, commands } = useBench()
  const face = useStore(document.store, (state) => state.face)
  const [picking, setPicking] = useState(false)
  const [inline, setInline] = useState(false)
  const [shown, setShown] = useState<editor.IStandaloneDiffEditor | null>(null)
  const other = useOther(document, against)
  const step = (by: 'next' | 'previous') => () => shown?.goToDiff(by)
  useCommands(
    [
      {
        id: 'editor.save',
        title: 'Save the file',
        section: 'Editor',
        shortcut: ['Mod+s'],
        run: () => document.save(),
      },
      {
        id: 'diff.next',
        title: 'Next change',
        section: 'Editor',
        shortcut: ['F7', 'Alt+F5'],
        run: step('next'),
      },
      {
        id: 'diff.previous',
        title: 'Change before',
        section: 'Editor',
        shortcut: ['Shift+F7'],
        run: step('previous'),
      },
      {
        id: 'diff.inline',
        title: 'Show changes side by side or inline',
        section: 'Editor',
        run: () => setInline(!inline),
      },
    ],
    active,
  )
  const openFile = () => navigate(fileRoute({ caseRef, path: document.path }))
  const problem = other.state === 'failed' ? other.error : face.is === 'failed' ? face.error : null
  return (
    <section className={styles.tab} aria-label={`Changes of ${document.path}`}>
      <Tools {...{ against, inline, setInline, step, openFile }} onPick={() => setPicking(true)} />
      <Bars document={document} shown={shown?.getModifiedEditor() ?? null} />
      {problem ? (
        <ErrorState title={`${document.name} cannot be compared`} error={problem}>
          <Button onClick={() => setPicking(true)}>Compare with something else</Button>
          <Button onClick={() => commands.run('tab.close')}>Close the tab</Button>
        </ErrorState>
      ) : face.is === 'other' || other.value?.binary ? (
        <EmptyState
          title="This cannot be compared here"
          text="One side is no text, or too large for an editor."
        />
      ) : face.is === 'text' && other.value ? (
        <DiffView
          model={face.model}
          readOnly={face.readOnly}
          original={other.value.text ?? ''}
          language={languageOf(document.path)}
          {...namesOf(document)}
          inline={inline}
          onShown={setShown}
        />
      ) : (
        <Skeleton lines={12} label="Reading both sides" />
      )}
      {other.value?.text === null && (
        <footer className={styles.status}>
          The file was not there in {againstName(against)}: all of it is new.
        </footer>
      )}
      {picking && (
        <AgainstPicker document={document} onChoose={onAgainst} onClose={() => setPicking(false)} />
      )}
    </section>
  )
}

const namesOf = ({ path }: FileDocument) => ({
  originalName: `${path}, as it was`,
  modifiedName: `${path}, as it is now`,
})

interface ToolsProps {
  against: Against
  inline: boolean
  setInline: (inline: boolean) => void
  step: (by: 'next' | 'previous') => () => void
  openFile: () => void
  onPick: () => void
}

const Tools = ({ against, inline, setInline, step, openFile, onPick }: ToolsProps) => (
  <Toolbar label="Compare" className={styles.tools ?? ''}>
    <Button size="small" onClick={onPick}>
      Against: {againstName(against)}
    </Button>
    <IconButton
      size="small"
      icon={ArrowUp}
      label="Change before"
      shortcut="Shift+F7"
      onClick={step('previous')}
    />
    <IconButton size="small" icon={ArrowDown} label="Next change" shortcut="F7" onClick={step('next')} />
    <ToolbarSpace />
    <IconButton
      size="small"
      icon={inline ? Columns2 : Rows2}
      label={inline ? 'Show side by side' : 'Show inline'}
      onClick={() => setInline(!inline)}
    />
    <IconButton size="small" icon={FileCode2} label="Open the file" onClick={openFile} />
  </Toolbar>
)

export default DiffTab
