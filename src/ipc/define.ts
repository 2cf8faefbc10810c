import * as v from 'valibot'

/** One request that the window may make: what goes in (parsed at the border) and what comes back. */
export interface Call<Input, Output> {
  readonly kind: 'call'
  readonly schema: v.GenericSchema<unknown, Input>
  readonly output?: Output
}

/** One stream of news from main to the window. */
export interface Topic<Payload> {
  readonly kind: 'topic'
  readonly payload?: Payload
}

export const call = <Input>(schema: v.GenericSchema<unknown, Input>) => ({
  returns: <Output>(): Call<Input, Output> => ({ kind: 'call', schema }),
})
export const ask = <Output>(): Call<void, Output> => ({ kind: 'call', schema: v.optional(v.undefined()) as never })
export const topic = <Payload>(): Topic<Payload> => ({ kind: 'topic' })

export type AnyCall = Call<unknown, unknown>
export type Contract = Readonly<Record<string, Readonly<Record<string, AnyCall | Topic<unknown>>>>>

/** The functions that main must have for a contract: one for each call. */
export type Handlers<C> = {
  [Area in keyof C]: {
    [Name in keyof C[Area] as C[Area][Name] extends AnyCall ? Name : never]: C[Area][Name] extends Call<
      infer Input,
      infer Output
    >
      ? (input: Input) => Output | Promise<Output>
      : never
  }
}

/** A page may send what it may not change: everything is copied on the way. */
export type DeepReadonly<Value> = Value extends readonly (infer Item)[]
  ? readonly DeepReadonly<Item>[]
  : Value extends object
    ? { readonly [Key in keyof Value]: DeepReadonly<Value[Key]> }
    : Value

/** The functions that a page gets: calls as promises, topics as subscriptions that return their own end. */
export type Client<C> = {
  [Area in keyof C]: {
    [Name in keyof C[Area]]: C[Area][Name] extends Call<infer Input, infer Output>
      ? (...input: Input extends void ? [] : [DeepReadonly<Input>]) => Promise<Output>
      : C[Area][Name] extends Topic<infer Payload>
        ? (listener: (payload: Payload) => void) => () => void
        : never
  }
}

/** Names of channels are computed from the place in the contract; nobody types one. */
export const channelName = (area: string, name: string): string => `sparsecap:${area}.${name}`
