import { type Context, report } from './context.ts'
import { entriesOf, type Part, under } from './document.ts'
import { interpolate } from './interpolate.ts'

/** A variable without a value is no danger here: what it leaves out is an address, and that is told. */
const textOf = (context: Context, part: Part): string =>
  part.kind === 'scalar' ? interpolate(part.text, context.variables).text : ''

const isLoopback = (address: string): boolean =>
  /^(127(\.\d{1,3}){3}|::1|\[::1\]|0:0:0:0:0:0:0:1|localhost)$/i.test(address)

const isOpen = (context: Context, part: Part, value: string): void =>
  report(context, 'public-port', {
    value,
    sentence: `The port ${value} is open to the whole network of this machine; write 127.0.0.1: before it.`,
    line: part.line,
  })

/** The address before the ports: `127.0.0.1:8080:80`, `[::1]:8080:80`; empty where there is none. */
const addressOf = (text: string): string => /^(\[[^\]]*\]|[^:]*):[^:]*:[^:]*$/.exec(text)?.[1] ?? ''

/** The published `ports` of a service, in the short and in the long form. */
export const checkPorts = (context: Context, part: Part): void => {
  for (const item of part.kind === 'list' ? part.items : [part]) {
    if (item.kind !== 'map') {
      const text = textOf(context, item)
      if (text !== '' && !isLoopback(addressOf(text))) isOpen(context, item, text)
      continue
    }
    const addresses = under(item, 'host_ip').map((one) => textOf(context, one))
    if (addresses.length > 0 && addresses.every(isLoopback)) continue
    const said = entriesOf(item)
      .filter(({ key }) => key === 'published' || key === 'target')
      .map(({ value }) => textOf(context, value))
    isOpen(context, item, said.join(':'))
  }
}
