import type { Readable } from 'node:stream'
import type Docker from 'dockerode'

/** Characters of an answer, and milliseconds that a command in a container may take for it. */
const answerAtMost = 100_000
const answerWithin = 30_000

/** What a command in a container prints on both streams. Throws what the engine says. */
export const said = async (
  docker: Docker,
  container: string,
  command: readonly string[],
): Promise<string> => {
  const exec = await docker
    .getContainer(container)
    .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, Tty: true })
  const stream = (await exec.start({ Tty: true })) as Readable
  const timer = setTimeout(() => stream.destroy(), answerWithin)
  let text = ''
  try {
    for await (const chunk of stream) if (text.length < answerAtMost) text += String(chunk)
  } finally {
    clearTimeout(timer)
    stream.destroy()
  }
  return text
}
