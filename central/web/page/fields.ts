import { h, newId } from './dom.ts'

interface Options {
  readonly label: string
  readonly name: string
  readonly type?: 'text' | 'password' | 'email'
  readonly required?: boolean
  readonly autocomplete?: AutoFill
  readonly least?: number
  readonly hint?: string
}

/** A labelled line of text. */
export const field = (options: Options): HTMLElement => {
  const { label, name, type = 'text', required = true, autocomplete = 'off', least, hint } = options
  const [id, hintId] = [newId(name), newId('hint')]
  return h(
    'div',
    { class: 'field' },
    h('label', { for: id }, label),
    h('input', {
      id,
      name,
      type,
      required,
      autocomplete,
      maxlength: type === 'password' ? '1000' : '200',
      ...(least === undefined ? {} : { minlength: String(least) }),
      ...(hint === undefined ? {} : { 'aria-describedby': hintId }),
    }),
    hint !== undefined && h('span', { id: hintId, class: 'quiet' }, hint),
  )
}

/** A labelled choice; each option is a value and what is shown of it. */
export const choice = (
  {
    label,
    name,
    value,
    change,
  }: { label: string; name: string; value?: string; change?: (value: string) => void },
  options: readonly (readonly [value: string, text: string])[],
): HTMLElement => {
  const id = newId(name)
  const select = h(
    'select',
    { id, name, change: () => change?.(select.value) },
    ...options.map(([of, text]) => h('option', { value: of, selected: of === value }, text)),
  )
  return h('div', { class: 'field' }, h('label', { for: id }, label), select)
}
