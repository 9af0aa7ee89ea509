import type { Me, Role } from './answers.ts'
import { Failure, sentenceOf } from './ask.ts'
import { type Child, h } from './dom.ts'

/** What a page may do to the window around it. */
export interface World {
  readonly me: Me
  /** Shows that the session has ended. */
  signedOut(): void
}

export interface Shown extends World {
  /** Loads and draws anew what changed. */
  again(): Promise<void>
  /** A button that does something and then draws anew; `key` finds it after that. */
  button(text: string, options: { key: string; label?: string; run: () => Promise<unknown> }): HTMLElement
  /** Says a sentence to everybody, also to who cannot see the page. */
  say(sentence: string): void
}

interface PageOptions<Data> {
  readonly id: string
  readonly title: string
  /** Left out where everybody may see it. */
  readonly roles?: readonly Role[]
  load(world: World): Promise<Data>
  draw(data: Data, shown: Shown): readonly Child[]
}

export interface Page {
  readonly id: string
  readonly title: string
  isFor(role: Role): boolean
  /** Fills `main`, and goes on as long as that is not given to another page. */
  show(main: HTMLElement, world: World): Promise<void>
}

const keyOf = (element: Element | null): string | null => element?.getAttribute('data-key') ?? null

/** What has the focus; a dialog that closes gives it to nobody if its button was drawn anew meanwhile. */
const focusedKey = (from: string | null): string | null => {
  const focused = document.activeElement
  return focused === null || focused === document.body ? from : keyOf(focused)
}

/** A page of the service: what it loads and how that is drawn; busy and failing look the same on all. */
export const page = <Data>({ id, title, roles, load, draw }: PageOptions<Data>): Page => ({
  id,
  title,
  isFor: (role) => roles === undefined || roles.includes(role),
  async show(main, world) {
    const heading = h('h1', { tabindex: '-1' }, title)
    const status = h('p', { class: 'notice', role: 'status' })
    const error = h('p', { class: 'error', role: 'alert' })
    const content = h('div', { class: 'content' })
    main.replaceChildren(heading, status, error, content)

    const failed = (thrown: unknown) => {
      if (thrown instanceof Failure && thrown.code === 'not-signed-in') world.signedOut()
      else error.textContent = sentenceOf(thrown)
    }
    let newest = 0
    const again = async (from: string | null = null) => {
      newest += 1
      const mine = newest
      main.setAttribute('aria-busy', 'true')
      try {
        const data = await load(world)
        // What was asked for later says what stands now.
        if (mine !== newest) return
        const key = focusedKey(from)
        error.textContent = ''
        content.replaceChildren(...draw(data, shown).filter(isThere))
        // Who went through the list by keyboard stays where they were.
        if (key !== null) (find(content, key) ?? heading).focus()
      } catch (thrown) {
        if (mine !== newest) return
        failed(thrown)
        if (content.querySelector('.loading'))
          content.replaceChildren(h('button', { type: 'button', click: () => void again() }, 'Try again'))
      }
      main.removeAttribute('aria-busy')
    }
    const shown: Shown = {
      ...world,
      again,
      say: (sentence) => {
        status.textContent = sentence
      },
      button: (text, { key, label, run }) => {
        const act = async () => {
          if (button.disabled) return
          button.disabled = true
          error.textContent = ''
          status.textContent = ''
          try {
            await run()
            button.disabled = false
            button.focus()
            await again(key)
          } catch (thrown) {
            button.disabled = false
            failed(thrown)
          }
        }
        const button = h(
          'button',
          { type: 'button', 'data-key': key, 'aria-label': label, click: () => void act() },
          text,
        )
        return button
      },
    }
    content.replaceChildren(h('p', { class: 'loading quiet' }, 'Loading…'))
    await again()
  },
})

const isThere = (child: Child): child is Node | string =>
  child !== null && child !== undefined && child !== false

const find = (within: HTMLElement, key: string): HTMLElement | undefined =>
  [...within.querySelectorAll<HTMLElement>('[data-key]')].find((element) => keyOf(element) === key)
