import type Docker from 'dockerode'

/** Tags of one repository that an engine has, in no order. Throws what the engine says. */
export const localTags = async (engine: Docker, repository: string): Promise<string[]> => {
  const images = await engine.listImages({ filters: { reference: [repository] } })
  const prefix = `${repository}:`
  return images.flatMap(({ RepoTags }) =>
    (RepoTags ?? []).flatMap((name) => (name.startsWith(prefix) ? [name.slice(prefix.length)] : [])),
  )
}
