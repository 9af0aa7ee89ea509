import type { Locator, Page } from '@playwright/test'

/** Pixels of a row of the queue. */
const rowHeight = 28

const markup = `
  <style>
    body { margin: 0; font: 13px sans-serif }
    #list { position: absolute; inset: 150px 0 25px 340px; overflow: auto; contain: strict; background: #fff; will-change: transform }
    #list div div { position: absolute; height: ${rowHeight}px; line-height: ${rowHeight}px; width: 100%; white-space: nowrap }
  </style>
  <div id="list" tabindex="0"><div></div></div>`

/**
 * Shows a list of so many rows that does nothing but be scrolled: one line of text for each row in sight, no React, no
 * cells, no host behind it. What it misses of smooth frames, the browser and the machine miss.
 */
export const showBareList = async (page: Page, count: number): Promise<Locator> => {
  await page.setContent(markup)
  const list = page.locator('#list')
  await list.evaluate(
    (scroller, { total, height }) => {
      const spacer = scroller.firstElementChild
      if (!(spacer instanceof HTMLElement)) throw new Error('The bare list was not laid out.')
      spacer.style.height = `${Math.min(total * height, 30_000_000)}px`
      const drawn = Math.ceil(scroller.clientHeight / height) + 8
      const rows = Array.from({ length: Math.min(total, drawn) }, () =>
        spacer.appendChild(document.createElement('div')),
      )
      const shown = rows.map(() => -1)
      const draw = () => {
        const first = Math.max(0, Math.floor(scroller.scrollTop / height) - 4)
        for (let index = first; index < first + rows.length; index += 1) {
          const slot = index % rows.length
          const row = rows[slot]
          if (!row || shown[slot] === index) continue
          shown[slot] = index
          row.style.top = `${index * height}px`
          row.textContent = `CB-${1000 + index}   connection pool exhausted after patch ${index}   Customer ${index % 1000}`
        }
      }
      let active = 0
      scroller.addEventListener('scroll', draw)
      scroller.addEventListener('keydown', (event) => {
        if (!(event instanceof KeyboardEvent) || event.key !== 'j') return
        active += 1
        const over = (active + 1) * height - scroller.scrollTop - scroller.clientHeight
        if (over > 0) scroller.scrollTop += over
      })
      draw()
    },
    { total: count, height: rowHeight },
  )
  return list
}
