import { ask, sentenceOf } from './ask.ts'
import { type Child, h } from './dom.ts'
import { field } from './fields.ts'

interface Options {
  readonly title: string
  readonly about?: string
  readonly fields: readonly Child[]
  readonly act: string
  readonly more?: Child
  run(value: (name: string) => string): Promise<unknown>
  /** Called once somebody is signed in. */
  done(): void
}

const form = ({ title, about, fields, act, more, run, done }: Options): HTMLElement => {
  const error = h('p', { class: 'error', role: 'alert' })
  const submit = h('button', { type: 'submit', class: 'primary' }, act)
  const send = async () => {
    if (submit.disabled) return
    const data = new FormData(element)
    submit.disabled = true
    error.textContent = ''
    try {
      await run((name) => String(data.get(name) ?? ''))
      done()
    } catch (thrown) {
      error.textContent = sentenceOf(thrown)
    }
    submit.disabled = false
  }
  const element = h(
    'form',
    {
      class: 'card',
      submit: (event) => {
        event.preventDefault()
        void send()
      },
    },
    h('h1', {}, title),
    about !== undefined && h('p', {}, about),
    ...fields,
    error,
    submit,
    more,
  )
  return h('main', { class: 'alone' }, element)
}

const newPassword = field({
  label: 'Password',
  name: 'password',
  type: 'password',
  autocomplete: 'new-password',
  least: 12,
  hint: '12 characters or more.',
})

/** What a one-time link opens. Nobody knows from outside whether it is the first administrator's: the service says so. */
export const linkForm = (link: string, done: () => void): HTMLElement =>
  form({
    title: 'Welcome to Casebench',
    about: 'Choose how you sign in from now on. The link that brought you here works once.',
    fields: [
      field({
        label: 'Name, for the first administrator',
        name: 'name',
        required: false,
        autocomplete: 'username',
        hint: 'Leave it empty if an administrator added you: you have a name.',
      }),
      newPassword,
    ],
    act: 'Sign in',
    run: (value) => {
      const name = value('name').trim()
      return ask('POST', '/v1/session/link', {
        link,
        password: value('password'),
        ...(name === '' ? {} : { name }),
      })
    },
    done,
  })

/** Name and password, and the identity provider where there is one. */
export const signInForm = (ways: { identityProviderName: string | null }, done: () => void): HTMLElement =>
  form({
    title: 'Sign in to Casebench',
    fields: [
      field({ label: 'Name', name: 'name', autocomplete: 'username' }),
      field({ label: 'Password', name: 'password', type: 'password', autocomplete: 'current-password' }),
    ],
    act: 'Sign in',
    more:
      ways.identityProviderName !== null &&
      h('a', { class: 'button', href: '/v1/identity/start' }, `Sign in with ${ways.identityProviderName}`),
    run: (value) => ask('POST', '/v1/session', { name: value('name'), password: value('password') }),
    done,
  })
