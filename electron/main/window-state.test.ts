import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import {
  type Area,
  cascade,
  minimumSize,
  parseWindowState,
  placeWindow,
  type WindowState,
} from './window-state.ts'

const laptop: Area = { x: 0, y: 25, width: 1440, height: 875 }
const monitor: Area = { x: 1440, y: 0, width: 2560, height: 1400 }
const plain = { maximized: false, fullScreen: false }

describe('placing a window', () => {
  test('the first time: the usual size, in the middle, inside the screen', () => {
    expect(placeWindow(undefined, [monitor])).toEqual({ x: 2000, y: 250, width: 1440, height: 900, ...plain })
    expect(placeWindow(undefined, [laptop])).toEqual({ ...laptop, ...plain })
  })

  test('as it was, also maximised on the second screen and partly off it', () => {
    const saved = { x: 1500, y: 100, width: 1200, height: 800, maximized: true, fullScreen: false }
    expect(placeWindow(saved, [laptop, monitor])).toEqual(saved)
    const overEdge = { x: 3800, y: 100, width: 1200, height: 800, ...plain }
    expect(placeWindow(overEdge, [laptop, monitor])).toEqual(overEdge)
  })

  test('in the middle of the primary screen when its own was unplugged', () => {
    const saved = { x: 2000, y: 100, width: 1000, height: 700, ...plain }
    expect(placeWindow(saved, [laptop])).toEqual({ x: 220, y: 113, width: 1000, height: 700, ...plain })
  })

  test('a title bar above the screen cannot be grasped', () => {
    const saved = { x: 100, y: -300, width: 1000, height: 700, ...plain }
    expect(placeWindow(saved, [laptop]).y).toBeGreaterThanOrEqual(laptop.y)
  })

  test('a screen that shrank takes the window along', () => {
    const saved = { x: 10, y: 30, width: 3000, height: 2000, ...plain }
    expect(placeWindow(saved, [laptop])).toMatchObject({ width: 1440, height: 875 })
  })

  test('a further window steps aside, and the first does not', () => {
    const saved = { x: 10, y: 30, width: 1000, height: 700, maximized: true, fullScreen: false }
    expect(cascade(saved, 0)).toEqual(saved)
    expect(cascade(saved, 2)).toEqual({ ...saved, x: 66, y: 86, maximized: false })
    expect(cascade(undefined, 2)).toBeUndefined()
  })

  const side = fc.integer({ min: 1, max: 8000 })
  const place = fc.integer({ min: -9000, max: 9000 })
  const area = fc.record({ x: place, y: place, width: side, height: side })

  test('whatever was saved and whatever screens there are, the window can be grasped and is usable', () => {
    fc.assert(
      fc.property(area, fc.array(area, { minLength: 1, maxLength: 4 }), (saved, screens) => {
        const placed = placeWindow({ ...saved, ...plain }, screens)
        const shows = screens.some(
          (screen) =>
            placed.y >= screen.y &&
            placed.y < screen.y + screen.height &&
            Math.min(placed.x + placed.width, screen.x + screen.width) - Math.max(placed.x, screen.x) >=
              Math.min(120, screen.width) &&
            placed.width >= Math.min(minimumSize.width, screen.width) &&
            placed.width <= screen.width &&
            placed.height <= screen.height,
        )
        expect(shows).toBe(true)
      }),
    )
  })
})

describe('a saved state', () => {
  test('is read back', () => {
    const state: WindowState = { x: 1, y: 2, width: 900, height: 600, maximized: true, fullScreen: false }
    expect(parseWindowState(JSON.stringify(state))).toEqual(state)
  })

  test.each([
    '',
    '{',
    'null',
    '[]',
    '{"x":1}',
    '{"x":1e99,"y":0,"width":900,"height":600}',
    '{"x":0,"y":0,"width":-1,"height":5}',
  ])('or forgotten when it is damaged: %s', (text) => {
    expect(parseWindowState(text)).toBeUndefined()
  })
})
