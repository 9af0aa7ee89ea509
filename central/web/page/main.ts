import type { Me } from './answers.ts'
import { ask, Failure, sentenceOf } from './ask.ts'
import { auditPage } from './audit.ts'
import { devices } from './devices.ts'
import { h } from './dom.ts'
import { erasures } from './erasures.ts'
import { images } from './images.ts'
import { own } from './own.ts'
import type { Page } from './page.ts'
import { people } from './people.ts'
import { linkForm, signInForm } from './sign-in.ts'
import { storage } from './storage.ts'
import { sync } from './sync.ts'
import { teams } from './teams.ts'

const pages: readonly Page[] = [people, teams, devices, sync, storage, images, erasures, auditPage(), own]

const root = document.querySelector<HTMLElement>('#root') ?? document.body

/** Aborted when the window of who was signed in is left. */
let leave = new AbortController()

const fill = (title: string, content: HTMLElement): void => {
  document.title = title
  root.replaceChildren(content)
  root.querySelector<HTMLElement>('input')?.focus()
}

const failed = (thrown: unknown): void =>
  fill(
    'Casebench',
    h(
      'main',
      { class: 'alone' },
      h(
        'div',
        { class: 'card' },
        h('h1', {}, 'Casebench'),
        h('p', { class: 'error', role: 'alert' }, sentenceOf(thrown)),
        h('button', { type: 'button', click: () => void start() }, 'Try again'),
      ),
    ),
  )

const askToSignIn = async (): Promise<void> => {
  leave.abort()
  try {
    const ways = await ask<{ identityProviderName: string | null }>('GET', '/v1/session/ways')
    fill(
      'Sign in · Casebench',
      signInForm(ways, () => void start()),
    )
  } catch (thrown) {
    failed(thrown)
  }
}

const signOut = async (): Promise<void> => {
  try {
    await ask('DELETE', '/v1/session')
    await askToSignIn()
  } catch (thrown) {
    failed(thrown)
  }
}

/** The page of the address, or the first one that is for this role. */
const wanted = (offered: readonly Page[]): Page | undefined =>
  offered.find(({ id }) => location.hash === `#/${id}`) ?? offered[0]

const showWindow = (me: Me): void => {
  const offered = pages.filter((page) => page.isFor(me.account.role))
  const links = offered.map(({ id, title }) => h('a', { href: `#/${id}` }, title))
  const place = h('main', { id: 'main' })
  const showPage = async (focus: boolean) => {
    const page = wanted(offered)
    if (!page) return
    for (const link of links)
      if (link.hash === `#/${page.id}`) link.setAttribute('aria-current', 'page')
      else link.removeAttribute('aria-current')
    document.title = `${page.title} · Casebench`
    // A page that is still loading fills an element that is no longer shown.
    const filled = h('div', { class: 'page' })
    place.replaceChildren(filled)
    const shown = page.show(filled, { me, signedOut: () => void askToSignIn() })
    if (focus) filled.querySelector('h1')?.focus()
    await shown
  }
  leave.abort()
  leave = new AbortController()
  window.addEventListener('hashchange', () => void showPage(true), { signal: leave.signal })
  root.replaceChildren(
    h(
      'div',
      { class: 'window' },
      h(
        'header',
        {},
        h('strong', {}, me.organisation.name),
        h('span', { class: 'quiet' }, me.account.name),
        h('button', { type: 'button', click: () => void signOut() }, 'Sign out'),
      ),
      h('nav', { 'aria-label': 'Pages' }, ...links),
      place,
    ),
  )
  void showPage(false)
}

const takeLink = (): string | undefined => {
  const link = /^#link=(cbl_[\w-]+)$/.exec(location.hash)?.[1]
  // What signs somebody in does not stay in the address bar or the history.
  if (link !== undefined) history.replaceState(null, '', '/')
  return link
}

const start = async (): Promise<void> => {
  const link = takeLink()
  if (link !== undefined) {
    leave.abort()
    fill(
      'Welcome · Casebench',
      linkForm(link, () => void start()),
    )
    return
  }
  try {
    showWindow(await ask<Me>('GET', '/v1/me'))
  } catch (thrown) {
    if (thrown instanceof Failure && thrown.code === 'not-signed-in') await askToSignIn()
    else failed(thrown)
  }
}

// A link that is opened in a window that shows the page already changes only what stands behind #.
window.addEventListener('hashchange', () => {
  if (location.hash.startsWith('#link=')) void start()
})
void start()
