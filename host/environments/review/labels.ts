import { type Context, report } from './context.ts'
import { namedOf, type Part } from './document.ts'

/** Labels by which Casebench knows what is its own, and Compose whose a container is. */
export const checkLabels = (context: Context, part: Part): void => {
  for (const { name, line } of namedOf(part))
    if (/^(casebench|com\.docker\.compose)\./i.test(name) || name.includes('$'))
      report(context, 'label', {
        value: name,
        sentence: `The label ${name} says whose this is; only Casebench and Compose may write it.`,
        line,
      })
}
