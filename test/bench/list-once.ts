import { openHost } from './host.ts'

const [folder = ''] = process.argv.slice(2)
const host = await openHost(folder)
const samples: { name: string; milliseconds: number }[] = []
for await (const { views } of host.client.views.watch({})) {
  for (const { name, query, sort, descending } of views) {
    const started = performance.now()
    await host.client.cases.list({ query, sort, descending, limit: 50 })
    samples.push({ name, milliseconds: performance.now() - started })
  }
  break
}
await host.close()
process.stdout.write(JSON.stringify(samples))
