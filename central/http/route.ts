import type { IncomingHttpHeaders } from 'node:http'
import type { Readable } from 'node:stream'
import type { z } from 'zod'
import type { Caller, Role } from '../access/caller.ts'

/**
 * Who may call a route.
 * - `anyone`: also who is not signed in.
 * - `session`: a person, by a browser's session or a personal token.
 * - `signed-in`: a person or a bench.
 * - `device`: a bench, by its token.
 * - `{ roles }`: a person, as `session`, with one of these roles.
 * - `{ deviceOf }`: a bench, as `device`, of somebody with one of these roles.
 */
export type Access =
  | 'anyone'
  | 'session'
  | 'signed-in'
  | 'device'
  | { readonly roles: readonly Role[] }
  | { readonly deviceOf: readonly Role[] }

/** Bytes as they come: the handler reads the stream, up to `limits.body` bytes. */
export interface RawBody {
  readonly raw: readonly string[]
}
export const rawBody = (...mediaTypes: string[]): RawBody => ({ raw: mediaTypes })

/** An answer that is written while it is made, or that is not JSON. */
export interface StreamedAnswer {
  readonly streamed: readonly string[]
}
export const streamed = (...mediaTypes: string[]): StreamedAnswer => ({ streamed: mediaTypes })

/** Where status or headers are not the usual ones. */
export class Reply<Body> {
  readonly body: Body
  readonly status: number | undefined
  readonly headers: Readonly<Record<string, string | string[]>>

  constructor(
    body: Body,
    more: { status?: number; headers?: Readonly<Record<string, string | string[]>> } = {},
  ) {
    this.body = body
    this.status = more.status
    this.headers = more.headers ?? {}
  }
}

/** What a streamed answer may be; an iterable is asked for more only as fast as the client reads. */
export type Bytes = Readable | AsyncIterable<string | Uint8Array> | Uint8Array | string | null

type Parsed<Schema> = Schema extends z.ZodType ? z.output<Schema> : undefined
type BodyOf<Body> = Body extends RawBody ? Readable : Parsed<Body>
type AnswerOf<Answer> = Answer extends StreamedAnswer
  ? Reply<Bytes>
  : Answer extends z.ZodType
    ? z.input<Answer> | Reply<z.input<Answer>>
    : undefined | Reply<undefined>
type CallerOf<Of extends Access> = Of extends 'anyone'
  ? null
  : Of extends 'device' | { readonly deviceOf: readonly Role[] }
    ? Caller & { readonly device: NonNullable<Caller['device']> }
    : Caller

export interface Call<Params, Query, Body, Who> {
  readonly params: Params
  readonly query: Query
  readonly body: Body
  readonly caller: Who
  readonly headers: IncomingHttpHeaders
  /** The cookies of a browser, by name. */
  readonly cookies: Readonly<Record<string, string | undefined>>
  /** From where the request came, behind our own proxy too. */
  readonly address: string
  /** `https://name:port` as the client sees this service. */
  readonly origin: string
  /** Aborted when the client went away before it had its answer. */
  readonly gone: AbortSignal
  /** Aborted when this process is about to end: an answer without an end of its own should find one. */
  readonly ending: AbortSignal
}

/** Bytes of a body, where a route says nothing else. */
export const LARGEST_BODY = 1024 * 1024

export interface Limits {
  /** Bytes of the body. */
  readonly body?: number
  /** Requests a minute of one caller (of one address, for `anyone`) on this route. */
  readonly perMinute?: number
}

export type Method = 'GET' | 'HEAD' | 'POST' | 'PUT' | 'PATCH' | 'DELETE'

interface RouteSpec<Params, Query, Body, Answer, Of extends Access> {
  readonly method: Method
  /** As `/v1/devices/:id`. */
  readonly path: string
  /** What it does, for the OpenAPI document. */
  readonly summary: string
  readonly access: Of
  readonly params?: Params
  readonly query?: Query
  readonly body?: Body
  /** Left out where there is none: 204. */
  readonly answer?: Answer
  readonly limits?: Limits
  handle(
    call: Call<Parsed<Params>, Parsed<Query>, BodyOf<Body>, CallerOf<Of>>,
  ): Promise<AnswerOf<Answer>> | AnswerOf<Answer>
}

/** A route of which the table knows what is done around it, and no types of what goes through it. */
export interface Route {
  readonly method: Method
  readonly path: string
  readonly summary: string
  readonly access: Access
  readonly params?: z.ZodType | undefined
  readonly query?: z.ZodType | undefined
  readonly body?: z.ZodType | RawBody | undefined
  readonly answer?: z.ZodType | StreamedAnswer | undefined
  readonly limits?: Limits | undefined
  handle(call: Call<unknown, unknown, unknown, Caller | null>): Promise<unknown>
}

/** One entry of a table of routes. Authorisation, validation, limits, metrics and OpenAPI follow from what it says. */
export const route = <
  const Of extends Access,
  Params extends z.ZodType | undefined = undefined,
  Query extends z.ZodType | undefined = undefined,
  Body extends z.ZodType | RawBody | undefined = undefined,
  Answer extends z.ZodType | StreamedAnswer | undefined = undefined,
>(
  spec: RouteSpec<Params, Query, Body, Answer, Of>,
): Route => ({
  ...spec,
  // The server parsed each part by the schema of this very entry.
  handle: async (call) =>
    spec.handle(call as Call<Parsed<Params>, Parsed<Query>, BodyOf<Body>, CallerOf<Of>>),
})

export const isRaw = (body: Route['body']): body is RawBody => body !== undefined && 'raw' in body
export const isStreamed = (answer: Route['answer']): answer is StreamedAnswer =>
  answer !== undefined && 'streamed' in answer
