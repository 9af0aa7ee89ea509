import type { Locator, Page } from '@playwright/test'

/** A drag of files from the desktop over the window, which the browser itself takes for a person's. */
export interface FileDrag {
  /** Moves over the middle of a place. */
  over(place: Locator): Promise<void>
  /** Lets go over the middle of a place. */
  drop(place: Locator): Promise<void>
}

/** Begins to drag files of this disk. */
export const dragFiles = async (page: Page, files: readonly string[]): Promise<FileDrag> => {
  const session = await page.context().newCDPSession(page)
  const copy = 1
  const data = { items: [], files: [...files], dragOperationsMask: copy }
  let at = { x: 1, y: 1 }
  const send = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', { type, ...at, data })
  await send('dragEnter')
  const over = async (place: Locator) => {
    const box = await place.boundingBox()
    if (!box) throw new Error('Nothing can be dragged over what is not shown.')
    at = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    // The first only enters the place; a hand that rests there goes on telling so.
    await send('dragOver')
    await send('dragOver')
  }
  return {
    over,
    drop: async (place) => {
      await over(place)
      await send('drop')
      await session.detach()
    },
  }
}

/** Drops files of this disk on the middle of a place. */
export const dropFiles = async (page: Page, place: Locator, files: readonly string[]): Promise<void> =>
  (await dragFiles(page, files)).drop(place)
