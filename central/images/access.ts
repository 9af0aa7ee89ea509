import type { Role } from '../access/caller.ts'

/** The stream of rows that name parts of images. No bench pulls it. */
export const imagesStream = 'images'

/**
 * Whose benches publish and fetch images. Experts come from outside: a licence is the organisation's, and an image may
 * hold software of a customer that they do not work for.
 */
export const rolesOfImages = ['engineer', 'lead', 'administrator'] as const satisfies readonly Role[]
