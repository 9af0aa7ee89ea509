import { sentenceOf } from './ask.ts'
import { type Child, h, newId } from './dom.ts'

interface Options {
  readonly title: string
  readonly body: readonly Child[]
  /** What its button says. */
  readonly act: string
  readonly danger?: boolean
  /** Does it; while it fails the dialog stays and says why. */
  run(values: (name: string) => string): Promise<unknown>
}

const show = (dialog: HTMLDialogElement): Promise<void> => {
  document.body.append(dialog)
  dialog.showModal()
  return new Promise((resolve) => {
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve()
    })
  })
}

const frame = (title: string, content: HTMLElement): HTMLDialogElement => {
  const id = newId('title')
  return h('dialog', { 'aria-labelledby': id }, h('h2', { id }, title), content)
}

/** A form over the page. Answers whether it was done. */
export const formDialog = async ({ title, body, act, danger, run }: Options): Promise<boolean> => {
  let done = false
  const error = h('p', { class: 'error', role: 'alert' })
  const submit = h('button', { type: 'submit', class: danger ? 'danger' : 'primary' }, act)
  const close = () => dialog.close()
  const form = h(
    'form',
    {
      submit: (event) => {
        event.preventDefault()
        void send()
      },
    },
    ...body,
    error,
    h('div', { class: 'acts' }, h('button', { type: 'button', click: close }, 'Cancel'), submit),
  )
  const send = async () => {
    if (submit.disabled) return
    const data = new FormData(form)
    submit.disabled = true
    error.textContent = ''
    try {
      await run((name) => String(data.get(name) ?? ''))
      done = true
      close()
    } catch (thrown) {
      error.textContent = sentenceOf(thrown)
    }
    submit.disabled = false
  }
  const dialog = frame(title, form)
  await show(dialog)
  return done
}

const copyButton = (text: string, what: string): HTMLElement => {
  const said = h('span', { class: 'quiet', role: 'status' })
  const copy = async () => {
    // Browsers keep the clipboard from a page that came without TLS.
    const copied = await navigator.clipboard?.writeText(text).then(
      () => true,
      () => false,
    )
    said.textContent = copied ? 'Copied' : 'This browser does not let the page copy. Select the text.'
  }
  return h(
    'span',
    { class: 'copy' },
    h('button', { type: 'button', 'aria-label': `Copy ${what}`, click: () => void copy() }, 'Copy'),
    said,
  )
}

/** Something to copy, as it is. */
export const copyable = (label: string, text: string): HTMLElement => {
  const id = newId('copy')
  return h(
    'div',
    { class: 'copyable' },
    h('span', { id, class: 'label' }, label),
    h('code', { tabindex: '0', role: 'textbox', 'aria-readonly': 'true', 'aria-labelledby': id }, text),
    copyButton(text, label.toLowerCase()),
  )
}

/** Something that is shown this once; only its button closes it, so that no stray key loses it. */
export const secretDialog = async (title: string, ...body: readonly Child[]): Promise<void> => {
  const dialog = frame(
    title,
    h(
      'div',
      {},
      ...body,
      h(
        'div',
        { class: 'acts' },
        h('button', { type: 'button', class: 'primary', click: () => dialog.close() }, 'Done'),
      ),
    ),
  )
  dialog.addEventListener('cancel', (event) => event.preventDefault())
  await show(dialog)
}
