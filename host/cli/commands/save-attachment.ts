import { stat } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { z } from 'zod'
import { caseKey } from '../../../shared/contract/cases.ts'
import type { Services } from '../../../shared/contract/index.ts'
import type { Client } from '../../../shared/wire/client.ts'
import { findAttachment } from '../cases/find-attachment.ts'
import { type Act, command } from '../command.ts'
import { neutral } from '../text/neutral.ts'
import { size } from '../text/size.ts'
import { UsageError } from '../usage-error.ts'

const isFolder = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isDirectory()
  } catch {
    // Not there yet, or not readable: the host says so when it writes.
    return false
  }
}

const toStandardOutput = async (act: Act, client: Client<Services>, sha256: string) => {
  for await (const chunk of client.attachments.read({ sha256 }, { signal: act.signal }))
    await act.out.write(chunk)
}

export const saveAttachment = command({
  usage: 'save-attachment <ref> <name-or-sha256>',
  summary: 'Save a copy of an attachment.',
  examples: [
    'casebench save-attachment CB-1042 server.log -o /tmp/server.log',
    'casebench save-attachment CB-1042 server.log -o - | grep ORA-',
  ],
  configure: (cli) =>
    void cli
      .requiredOption('-o, --output <file>', 'where to; a folder keeps the name, "-" is standard output')
      .option('--force', 'replace an existing file'),
  input: z.object({
    ref: caseKey,
    'name-or-sha256': z.string().min(1, 'must not be empty'),
    output: z.string().min(1, 'must not be empty'),
    force: z.boolean().default(false),
  }),
  run: async (act, { ref, 'name-or-sha256': wanted, output, force }) => {
    if (output === '-' && act.out.json)
      throw new UsageError('With -o - the bytes are the output; leave --json out.')
    const client = await act.client()
    if (output === '-') {
      const { sha256 } = await findAttachment(client, ref, wanted)
      await toStandardOutput(act, client, sha256)
      return undefined
    }
    let path = act.path(output)
    if (await isFolder(path)) {
      const { name } = await findAttachment(client, ref, wanted)
      // The name was somebody else's choice: only its last part may decide a place on this disk.
      path = join(path, basename(name.replaceAll('\\', '/')))
    }
    const saved = await client.attachments.saveCopy({
      caseKey: ref,
      nameOrSha256: wanted,
      path,
      overwrite: force,
    })
    await act.out.result(saved, () => `Saved ${neutral(saved.path)} (${size(saved.bytes)}).`)
    return undefined
  },
})
