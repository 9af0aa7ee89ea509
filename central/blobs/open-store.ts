import { BenchError } from '../../shared/contract/error.ts'
import { folderStore } from './folder-store.ts'
import { s3Store } from './s3-store.ts'
import type { BlobStore } from './store.ts'

/**
 * The store that `--blobs` names: a folder, or `s3://bucket/prefix?endpoint=https://…&region=…` with the keys in
 * AWS_ACCESS_KEY_ID, AWS_SECRET_ACCESS_KEY and, for temporary ones, AWS_SESSION_TOKEN. Throws `bad-input`.
 */
export const openBlobStore = (
  where: string,
  { env, newToken }: { env: Readonly<Record<string, string | undefined>>; newToken: () => string },
): BlobStore => {
  if (!where.startsWith('s3://')) return folderStore(where, newToken)
  const url = URL.canParse(where) ? new URL(where) : undefined
  if (!url?.hostname)
    throw new BenchError('bad-input', `"${where}" names no bucket. Write s3://bucket or s3://bucket/prefix.`)
  const { AWS_ACCESS_KEY_ID: accessKeyId, AWS_SECRET_ACCESS_KEY: secretAccessKey } = env
  if (!accessKeyId || !secretAccessKey)
    throw new BenchError(
      'bad-input',
      'The keys of the store are missing. Set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, and start again.',
    )
  const prefix = url.pathname.replace(/^\/+|\/+$/g, '')
  return s3Store({
    bucket: url.hostname,
    prefix: prefix === '' ? '' : `${prefix}/`,
    endpoint: url.searchParams.get('endpoint') ?? env.AWS_ENDPOINT_URL_S3 ?? env.AWS_ENDPOINT_URL,
    region: url.searchParams.get('region') ?? env.AWS_REGION ?? env.AWS_DEFAULT_REGION ?? 'us-east-1',
    ...{ accessKeyId, secretAccessKey, sessionToken: env.AWS_SESSION_TOKEN },
  })
}
