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
    return row.is === 'unread' ? `unread ${row.at}` : row.text
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

  it('reads of a folder of many the parts that are seen, each once, and those again that were seen last', async () => {
    const many = { '': Array.from({ length: 200_000 }, (_, at) => entry(`f${at}`)) }
    const offsets: number[] = []
    const tree = createTree(async ({ offset, limit }) => {
      offsets.push(offset)
      return { entries: many[''].slice(offset, offset + limit), total: many[''].length }
    })
    await tree.load('')
    expect(shown(tree)).toHaveLength(200_000)
    expect(shown(tree).slice(999, 1001)).toEqual(['f999', 'unread 1000'])
    await Promise.all([tree.see('', 199_999), tree.see('', 199_001), tree.see('', 5)])
    expect(shown(tree).at(-1)).toBe('f199999')
    expect(shown(tree)[198_999]).toBe('unread 198999')
    expect(offsets).toEqual([0, 199_000])
    for (let at = 1; at < 20; at += 1) await tree.see('', at * 1000)
    offsets.length = 0
    many[''].pop()
    await tree.load('')
    expect(offsets).toEqual([0, ...[12, 13, 14, 15, 16, 17, 18, 19].map((page) => page * 1000)])
    expect(shown(tree).at(-1)).toBe('unread 199998')
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

  it('reads a part again that was being read when the folder changed', async () => {
    const answers: (() => void)[] = []
    let name = 'old'
    const tree = createTree(async ({ offset }) => {
      const entries = [entry(`${name}${offset}`)]
      if (offset > 0) await new Promise<void>((resolve) => answers.push(resolve))
      return { entries, total: 2001 }
    })
    await tree.load('')
    const seeing = tree.see('', 2000)
    name = 'new'
    await tree.load('')
    answers[0]?.()
    await expect.poll(() => answers.length).toBe(2)
    answers[1]?.()
    await seeing
    expect(shown(tree).at(-1)).toBe('new2000')
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
