export type Child = Node | string | null | undefined | false
type Value = string | boolean | undefined | ((event: Event) => void)

/**
 * An element. A function listens to the event of its name, all else becomes an attribute; children that are text stay
 * text, whatever they look like.
 */
export const h = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Readonly<Record<string, Value>> = {},
  ...children: readonly Child[]
): HTMLElementTagNameMap[Tag] => {
  const element = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (typeof value === 'function') element.addEventListener(name, value)
    else if (value === true) element.setAttribute(name, '')
    else if (typeof value === 'string') element.setAttribute(name, value)
  }
  element.append(...children.filter((child) => child !== null && child !== undefined && child !== false))
  return element
}

let count = 0
/** An id that no other element of this document has, for labels. */
export const newId = (what: string): string => {
  count += 1
  return `${what}-${count}`
}
