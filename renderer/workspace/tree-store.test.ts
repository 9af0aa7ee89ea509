import { describe, expect, it } from 'vitest'
import type { TreeEntry } from '../../shared/contract/workspaces.ts'
import { treeMove } from './tree-keys.ts'
import { createTree, rowsOf } from './tree-store.ts'

const entry = (path: string, kind: TreeEntry['kind'] = 'file'): TreeEntry => ({
  name: path.split('/').at(-1) ?? path,
  path,
  kind,
  bytes: 0,
  modifiedAt: 0,
  status: '',
})

const disk: Record<string, readonly TreeEntry[]> = {
  '': [entry('conf', 'folder'), entry('a.txt')],
  conf: [entry('conf/server.xml')],
}

const treeOf = (folders: Record<string, readonly TreeEntry[]>) =>
  createTree(async ({ folder, offset, limit }) => {
    const all = folders[folder] ?? []
    return { entries: all.slice(offset, offset + limit), total: all.length }
  })

const shown = (tree: ReturnType<typeof createTree>) =>
  rowsOf(tree.store.getState(), String).map((row) => {
    if (row.is === 'entry') return `${'  '.repeat(row.level - 1)}${row.entry.name}`
    return row.is === 'more' ? `${row.left} more` : row.text
  })

describe('the tree', () => {
  it('reads a folder when it is opened', async () => {
    const tree = treeOf(disk)
    await tree.load('')
    expect(shown(tree)).toEqual(['conf', 'a.txt'])
    await tree.reveal('conf/server.xml')
    expect(shown(tree)).toEqual(['conf', '  server.xml', 'a.txt'])
    tree.close('conf')
    expect(shown(tree)).toEqual(['conf', 'a.txt'])
  })

  it('reads a folder of many by parts, and all that was read again', async () => {
    const many = { '': Array.from({ length: 200_000 }, (_, at) => entry(`f${at}`)) }
    const tree = treeOf(many)
    await tree.load('')
    expect(shown(tree).at(-1)).toBe('199000 more')
    await tree.more('')
    expect(shown(tree).at(-1)).toBe('194000 more')
    await tree.load('')
    expect(shown(tree).at(-1)).toBe('194000 more')
  })

  it('keeps the newest of two readings, whichever ends last', async () => {
    const answers: ((names: string[]) => void)[] = []
    const tree = createTree(async () => {
      const names = await new Promise<string[]>((resolve) => answers.push(resolve))
      return { entries: names.map((name) => entry(name)), total: names.length }
    })
    const first = tree.load('')
    const second = tree.load('')
    answers[1]?.(['new.txt'])
    await second
    answers[0]?.(['old.txt'])
    await first
    expect(shown(tree)).toEqual(['new.txt'])
  })
})

describe('a key', () => {
  const place = async () => {
    const tree = treeOf(disk)
    await tree.load('')
    await tree.reveal('conf/server.xml')
    return { rows: rowsOf(tree.store.getState(), String), page: 10 }
  }
  it('goes in, out, and nowhere beyond the ends', async () => {
    const at = await place()
    expect(treeMove('ArrowRight', { ...at, active: 0 })).toEqual({ is: 'to', index: 1 })
    expect(treeMove('ArrowLeft', { ...at, active: 1 })).toEqual({ is: 'to', index: 0 })
    expect(treeMove('ArrowLeft', { ...at, active: 0 })).toEqual({ is: 'collapse', path: 'conf' })
    expect(treeMove('ArrowUp', { ...at, active: 0 })).toEqual({ is: 'to', index: 0 })
    expect(treeMove('PageDown', { ...at, active: 0 })).toEqual({ is: 'to', index: 2 })
    expect(treeMove('ArrowRight', { ...at, active: 2 })).toBeNull()
    expect(treeMove('x', { ...at, active: 0 })).toBeNull()
  })
})
