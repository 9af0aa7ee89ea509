import type { IncomingMessage, ServerResponse } from 'node:http'
import { type AddressRules, judge } from './addresses.ts'
import { blobOf, type ReadBlob, respondBlob } from './blob.ts'
import type { RendererFiles } from './renderer-files.ts'
import { type Reply, refusal, respond } from './respond.ts'
import { type SignIn, signIn, tellSession } from './session-route.ts'

export interface RouterOptions {
  rules: AddressRules
  files: RendererFiles
  readBlob: ReadBlob
  signIn: SignIn
  report(sentence: string): void
}

type Answer = (request: IncomingMessage, response: ServerResponse) => Promise<void> | void
type Methods = Partial<Record<string, Answer>>

/** Where page and socket meet; known to the page. */
export const rpcPath = '/rpc'

/** The answers of the shell: what it must hold of every request first, then by path and method. */
export const createRouter = (options: RouterOptions): Answer => {
  const { rules, files, readBlob, report } = options
  const reply =
    (make: (request: IncomingMessage) => Reply | Promise<Reply>): Answer =>
    async (request, response) =>
      respond(request, response, await make(request))
  const reads = (answer: Answer): Methods => ({ GET: answer, HEAD: answer })

  const methodsOf = (path: string, query: string): Methods | undefined => {
    if (path === '/session')
      return {
        ...reads(reply((request) => tellSession(request, options.signIn))),
        POST: reply((request) => signIn(request, options.signIn)),
      }
    if (path === rpcPath) return reads(reply(() => refusal(426, 'This address is for the window’s socket.')))
    const sha256 = blobOf(path)
    if (sha256) {
      const parts = { sha256, query: new URLSearchParams(query), readBlob }
      return reads((request, response) => respondBlob(request, response, parts))
    }
    const file = files.find(path)
    return file && reads(reply((request) => file(request.headers.host ?? '')))
  }

  const route = async (request: IncomingMessage, response: ServerResponse) => {
    const refused = refuseStranger(request, rules, request.method === 'POST')
    if (refused) return respond(request, response, refused)
    const { path, query } = split(request.url ?? '')
    const methods = methodsOf(path, query)
    if (!methods) return respond(request, response, refusal(404, 'There is nothing at this address.'))
    const answer = Object.hasOwn(methods, request.method ?? '') ? methods[request.method ?? ''] : undefined
    if (!answer) {
      const allow = Object.keys(methods).join(', ')
      return respond(request, response, refusal(405, `This address takes ${allow} only.`, { allow }))
    }
    if (blobOf(path) && !options.signIn.sessions.has(request.headers.cookie))
      return respond(request, response, tellSession(request, options.signIn))
    return answer(request, response)
  }

  return async (request, response) => {
    try {
      await route(request, response)
    } catch (error) {
      const reason = error instanceof Error ? error.message : String(error)
      report(`A request for ${split(request.url ?? '').path.slice(0, 200)} failed: ${reason}`)
      if (response.headersSent) response.destroy()
      else respond(request, response, refusal(500, 'This failed on our side. Nothing was changed.'))
    }
  }
}

/** The path as it stands, undecoded, and the query. */
export const split = (url: string): { path: string; query: string } => {
  const mark = url.indexOf('?')
  return mark < 0 ? { path: url, query: '' } : { path: url.slice(0, mark), query: url.slice(mark + 1) }
}

const strangers = {
  host: 'This name is not one of this bench. Open it as http://127.0.0.1 or http://localhost with its port.',
  origin: 'Another page asked for this, so it was refused.',
} as const

/** The refusal of a request that is not meant for us or not from our page; undefined for all others. */
export const refuseStranger = (
  request: IncomingMessage,
  rules: AddressRules,
  needsOrigin: boolean,
): Reply | undefined => {
  const judgement = judge(request, rules, needsOrigin)
  return judgement === 'ok' ? undefined : refusal(403, strangers[judgement], { connection: 'close' })
}
