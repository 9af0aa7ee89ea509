import { imageNote, imagePath, imagesAnswer, publishAnswer } from '../../shared/sync/images.ts'
import { type AccessWorld, actorOf } from '../access/act.ts'
import type { BlobStore } from '../blobs/store.ts'
import { type Route, route } from '../http/route.ts'
import { rolesOfImages } from './access.ts'
import { keptImagesAnswer } from './answers.ts'
import { listImages, listKeptImages } from './list.ts'
import { publishImage } from './publish.ts'
import { removeImage } from './remove.ts'

const access = { deviceOf: rolesOfImages } as const
const limits = { body: 256 * 1024, perMinute: 600 }

/** The routes by which benches share images of their vaults. The bytes go as blobs do. */
export const imageRoutes = (world: AccessWorld, store: BlobStore): Route[] => [
  route({
    method: 'GET',
    path: '/v1/images',
    summary: 'The images that benches have published',
    access,
    answer: imagesAnswer,
    limits,
    handle: async () => ({ images: await listImages(world.database) }),
  }),
  route({
    method: 'PUT',
    path: '/v1/images/:sha256',
    summary: 'Publish an image whose manifest and parts this account has sent as blobs',
    access,
    params: imagePath,
    body: imageNote,
    answer: publishAnswer,
    limits,
    handle: ({ params, body: note, caller, address }) =>
      publishImage(
        { world, store },
        { ...actorOf(caller, address), accountId: caller.account.id },
        { ...params, note },
      ),
  }),
  route({
    method: 'GET',
    path: '/v1/admin/images',
    summary: 'The images that benches have published, with who did and under which licence',
    access: { roles: ['administrator', 'auditor'] },
    answer: keptImagesAnswer,
    handle: async () => ({ images: await listKeptImages(world.database) }),
  }),
  route({
    method: 'DELETE',
    path: '/v1/admin/images/:sha256',
    summary: 'Remove a published image; benches keep what they have fetched',
    access: { roles: ['administrator'] },
    params: imagePath,
    limits,
    async handle({ params, caller, address }) {
      await removeImage(world, actorOf(caller, address), params)
      return undefined
    },
  }),
]
