import { BlockList, isIP } from 'node:net'
import { type Context, report, textOf } from './context.ts'
import { eachOf, entriesOf, type Part, under } from './document.ts'

/** Addresses of nobody's in particular: RFC 1918, RFC 4193, RFC 6598, and what never leaves a link. */
const privates = new BlockList()
for (const [address, bits] of [
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
  ['100.64.0.0', 10],
  ['169.254.0.0', 16],
] as const)
  privates.addSubnet(address, bits, 'ipv4')
privates.addSubnet('fc00::', 7, 'ipv6')
privates.addSubnet('fe80::', 10, 'ipv6')

/** Whether both ends of a range are private. */
const isPrivate = (subnet: string): boolean => {
  const [address = '', bits = ''] = subnet.split('/')
  const version = isIP(address)
  if (version === 0 || !/^\d{1,3}$/.test(bits)) return false
  const family = version === 4 ? 'ipv4' : 'ipv6'
  // Wider than the widest private range, the rest is somebody's.
  return privates.check(address, family) && Number(bits) >= (version === 4 ? 8 : 7)
}

/** The `ipam` of a network: what it takes for its own, this machine reaches no more. */
export const checkSubnets = (context: Context, name: string, part: Part): void => {
  for (const { key, value, line } of entriesOf(part)) {
    const text = textOf(context, value)
    if (key === 'config' || (key === 'driver' && ['', 'default'].includes(text))) continue
    report(context, 'driver', {
      value: `network ${name} ipam ${key} ${text}`,
      sentence: `The addresses of the network come from elsewhere (${key}).`,
      line,
    })
  }
  for (const subnet of under(part, 'config')
    .flatMap(eachOf)
    .flatMap((one) => under(one, 'subnet'))) {
    const text = textOf(context, subnet)
    const isOwn = isPrivate(text)
    report(context, isOwn ? 'subnet' : 'public-subnet', {
      value: text,
      sentence: isOwn
        ? `While it runs, addresses in ${text} are those of its network: what else this machine reaches there, it does not reach.`
        : `While it runs, addresses in ${text} lead to its containers on this machine, and not to those they belong to.`,
      line: subnet.line,
    })
  }
}
