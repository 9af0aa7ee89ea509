import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from '@playwright/test'
import { openCase } from '../support/case-page.ts'
import { casebench } from '../support/casebench.ts'
import { expect, test } from '../support/shell.ts'

const strike = 'window.__pwned=1'

/** What has run scripts, loaded something or framed a page elsewhere. */
const vectors = [
  `<script>${strike}</script>`,
  `<img src=x onerror="${strike}">`,
  `<svg onload="${strike}"><animate onbegin="${strike}" attributeName="x"></svg>`,
  `<iframe srcdoc="<script>parent.__pwned=1</script>"></iframe>`,
  `<iframe src="https://example.com/"></iframe>`,
  `<object data="https://example.com/x.swf"></object><embed src="https://example.com/x">`,
  `<a href="javascript:${strike}">press</a>`,
  `<math><mtext><table><mglyph><style><img src onerror="${strike}">`,
  `<details open ontoggle="${strike}"><form action="https://example.com/"><button>go</button></form></details>`,
  `<link rel="stylesheet" href="https://example.com/x.css"><style>@import "https://example.com/y.css"</style>`,
  `<meta http-equiv="refresh" content="0;url=https://example.com/">`,
  `<base href="https://example.com/"><video poster="https://example.com/p.png" src="https://example.com/v"></video>`,
  `[press](javascript:${strike})`,
  `[press](data:text/html,<script>${strike}</script>)`,
  `[press](vbscript:x) <javascript:${strike}> [press](\u0001javascript:${strike})`,
  `![picture](https://example.com/beacon.png)`,
  `![x](x"onerror="${strike})`,
  `![picture][far]\n\n[far]: https://example.com/far.png`,
  `[^n]\n\n[^n]: <img src=x onerror="${strike}">`,
  `\`\`\`html\n<img src=x onerror="${strike}">\n\`\`\``,
  `| <img src=x onerror="${strike}"> |\n| --- |\n| ![cell](https://example.com/cell.png) |`,
]

const files: Record<string, string> = {
  [`"><img src=x onerror=${strike}>.md`]: vectors.join('\n\n'),
  'page.html': `<!doctype html><script>${strike};opener&&(opener.__pwned=1)</script>${vectors.join('')}`,
  'drawing.svg': `<svg xmlns="http://www.w3.org/2000/svg" onload="${strike}"><script>${strike}</script>
    <image href="https://example.com/x.png"/><foreignObject><iframe src="https://example.com/"/></foreignObject></svg>`,
  'data.json': JSON.stringify({ [vectors[0] ?? '']: vectors }),
}

const issue = {
  url: 'https://api.github.com/repos/acme/portal/issues/7',
  number: 7,
  title: `${vectors[0]} ${vectors[1]}`,
  body: vectors.join('\n\n'),
  state: 'open',
  user: { login: `mallory${vectors[1]}` },
  assignees: [{ login: `owner${vectors[2]}` }],
  labels: [{ name: `<img/src/onerror=${strike}>` }],
  created_at: '2026-01-02T03:04:05Z',
  updated_at: '2026-01-02T03:04:05Z',
  custom: { [vectors[1] ?? '']: vectors },
  comments: vectors.map((body, at) => ({
    id: at + 1,
    user: { login: `mallory${vectors[1]}` },
    body,
    created_at: '2026-01-03T03:04:05Z',
    updated_at: '2026-01-03T03:04:05Z',
  })),
}

const expectHarmless = async (page: Page) => {
  const found = await page.evaluate(() => ({
    ran: '__pwned' in window,
    frames: document.querySelectorAll('iframe, frame, object, embed, form[action], base, meta[http-equiv]')
      .length,
    handlers: [...document.querySelectorAll('main *, [role=dialog] *')].filter((element) =>
      element.getAttributeNames().some((name) => name.startsWith('on')),
    ).length,
    addresses: [...document.querySelectorAll('main a[href], [role=dialog] a[href]')]
      .map((link) => link.getAttribute('href') ?? '')
      .filter((href) => !/^(https?:|mailto:|#)/.test(href)),
  }))
  expect(found).toEqual({ ran: false, frames: 0, handlers: 0, addresses: [] })
  expect(page.frames()).toHaveLength(1)
}

test('nothing that a customer wrote or attached runs, loads or frames anything', async ({ bench }) => {
  const { page, dataDir } = bench
  const place = (name: string) => join(dataDir, '..', name)
  await writeFile(place('issues.ndjson'), `${JSON.stringify(issue)}\n`)
  const report = await casebench(dataDir, 'import', place('issues.ndjson'))
  expect(report).toMatchObject({ imported: 1 })
  const { cases } = (await casebench(dataDir, 'cases')) as { cases: { ref: string }[] }
  const ref = cases[0]?.ref ?? ''

  const shown = await openCase(page, ref)
  await expect(page.getByRole('heading', { level: 1 })).toContainText('<script>')
  await expect(shown.timeline.getByText('<iframe').first()).toBeVisible()
  await expectHarmless(page)

  const chooser = page.waitForEvent('filechooser')
  await page.keyboard.press('u')
  const chosen = Object.entries(files).map(([name, text]) => ({
    name,
    mimeType: '',
    buffer: Buffer.from(text),
  }))
  await (await chooser).setFiles(chosen)
  await expect(shown.toasts.getByText(`${chosen.length} files attached to ${ref}`)).toBeVisible()
  const preview = page.getByRole('dialog')
  await shown.timeline
    .getByRole('button', { name: /img src=x onerror.*\.md/ })
    .first()
    .click()
  for (const [name] of Object.entries(files)) {
    await expect(preview.getByRole('heading').first()).toHaveText(name)
    await expect(preview.getByText(/^(Markdown|Text|JSON|Not shown|Image)/).last()).toBeVisible()
    await expectHarmless(page)
    await page.keyboard.press('ArrowRight')
  }
  await page.keyboard.press('Escape')

  // A draft is somebody's text too: what is written is previewed by the same rules.
  await shown.text.fill(vectors.join('\n\n'))
  await shown.write.getByRole('button', { name: 'Preview' }).click()
  await expect(shown.write.getByText('<iframe').first()).toBeVisible()
  await expectHarmless(page)
})

test('a stored page is handed out as a download and never shown', async ({ bench }) => {
  const { page, dataDir } = bench
  const path = join(dataDir, '..', 'page.html')
  await writeFile(path, `<script>${strike}</script>`)
  const { ref } = (await casebench(dataDir, 'new', '--title', 'A page')) as { ref: string }
  const { attachments } = (await casebench(dataDir, 'attach', ref, path)) as {
    attachments: { sha256: string }[]
  }
  const answer = await page.evaluate(async (sha256) => {
    const response = await fetch(`/blob/${sha256}?name=page.html`)
    return Object.fromEntries(response.headers)
  }, attachments[0]?.sha256)
  expect(answer['content-disposition']).toMatch(/^attachment/)
  expect(answer['x-content-type-options']).toBe('nosniff')
  expect(answer['content-type'] ?? '').not.toContain('html')
})
