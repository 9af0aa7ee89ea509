import type { z } from 'zod'
import { type CommonError, commonErrors } from './error.ts'

/** One request, one answer. */
export interface Call<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'call'
  readonly input: I
  readonly output: O
}

/** One request, many items from the host, paced by the reader's credit; ends, fails or is cancelled. */
export interface Stream<I extends z.ZodType = z.ZodType, T extends z.ZodType = z.ZodType> {
  readonly kind: 'stream'
  readonly input: I
  readonly item: T
}

/** Bytes from the client, paced by the host's credit, then one answer. */
export interface Upload<I extends z.ZodType = z.ZodType, O extends z.ZodType = z.ZodType> {
  readonly kind: 'upload'
  readonly input: I
  readonly output: O
}

export type Method = Call | Stream | Upload

export interface Service<
  N extends string = string,
  E extends string = string,
  M extends Record<string, Method> = Record<string, Method>,
> {
  readonly name: N
  readonly errors: readonly E[]
  readonly methods: M
}

export const call = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Call<I, O> => ({
  kind: 'call',
  input,
  output,
})

export const stream = <I extends z.ZodType, T extends z.ZodType>(input: I, item: T): Stream<I, T> => ({
  kind: 'stream',
  input,
  item,
})

export const upload = <I extends z.ZodType, O extends z.ZodType>(input: I, output: O): Upload<I, O> => ({
  kind: 'upload',
  input,
  output,
})

/** Declares a service: its name, the closed union of codes it may answer with, and its methods. */
export const service = <N extends string, E extends string, M extends Record<string, Method>>(
  name: N,
  errors: readonly E[],
  methods: M,
): Service<N, E | CommonError, M> => ({ name, errors: [...commonErrors, ...errors], methods })

export interface CallOptions {
  signal?: AbortSignal
}

/** What a caller sees of a method. */
export type ClientMethod<M extends Method> =
  M extends Call<infer I, infer O>
    ? (input: z.input<I>, options?: CallOptions) => Promise<z.output<O>>
    : M extends Stream<infer I, infer T>
      ? (input: z.input<I>, options?: CallOptions) => AsyncGenerator<z.output<T>, void, undefined>
      : M extends Upload<infer I, infer O>
        ? (
            input: z.input<I>,
            chunks: AsyncIterable<Uint8Array>,
            options?: CallOptions,
          ) => Promise<z.output<O>>
        : never

export type ServiceClient<S extends Service> = {
  readonly [K in keyof S['methods']]: ClientMethod<S['methods'][K]>
}

/** What a handler is told about the caller: when it went away, and whether it may name paths on this disk. */
export interface CallContext {
  readonly signal: AbortSignal
  readonly mayNamePaths: boolean
}

/** What a service implements for a method. */
export type Handler<M extends Method> =
  M extends Call<infer I, infer O>
    ? (input: z.output<I>, context: CallContext) => Promise<z.input<O>> | z.input<O>
    : M extends Stream<infer I, infer T>
      ? (input: z.output<I>, context: CallContext) => AsyncIterable<z.input<T>>
      : M extends Upload<infer I, infer O>
        ? (input: z.output<I>, chunks: AsyncIterable<Uint8Array>, context: CallContext) => Promise<z.input<O>>
        : never

export type Handlers<S extends Service> = { readonly [K in keyof S['methods']]: Handler<S['methods'][K]> }
