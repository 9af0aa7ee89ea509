import { readFileSync, writeFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { chromium } from '@playwright/test'
import { findChromium } from '../../test/support/chromium.ts'
import { requireNode } from '../node-version.ts'

requireNode('npm run icons')

// What macOS asks for; electron-builder scales it down for every other size and format.
const PIXELS = 1024

const beside = (name: string): string => fileURLToPath(new URL(name, import.meta.url))

const { path: executablePath } = await findChromium()
await using browser = await chromium.launch({ executablePath })
const page = await browser.newPage({ viewport: { width: PIXELS, height: PIXELS } })
const picture = readFileSync(beside('icon.svg'), 'utf8')
await page.setContent(`<style>body { margin: 0 } svg { display: block; width: 100vw }</style>${picture}`)
writeFileSync(beside('icon.png'), await page.screenshot({ omitBackground: true }))
console.log(`Drew icon.png with ${PIXELS} pixels a side.`)
