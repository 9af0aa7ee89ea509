import { expectAccessible, test } from '../support/shell.ts'

/** What must fail a journey does fail it; a fixture that watched nothing would let all of them pass. */
test.describe('a journey fails', () => {
  test.beforeEach(() => test.fail())

  test('on a request outside the bench', async ({ bench: { page } }) => {
    await page.evaluate(() => fetch('https://example.com/').catch(() => undefined))
  })

  test('on an error in the console', async ({ bench: { page } }) => {
    await page.evaluate(() => console.error('An error.'))
  })

  test('on an uncaught error', async ({ bench: { page } }) => {
    const thrown = page.waitForEvent('pageerror')
    await page.evaluate(() => void setTimeout(() => JSON.parse('{')))
    await thrown
  })

  test('on text that cannot be read', async ({ bench: { page } }) => {
    await page.evaluate(() => {
      const text = document.body.appendChild(document.createElement('p'))
      text.textContent = 'Grey on white'
      text.style.cssText = 'position: fixed; inset: 0; z-index: 9999; color: #ccc; background: #fff'
    })
    await expectAccessible(page)
  })
})
