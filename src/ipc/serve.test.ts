import { describe, expect, test } from 'vitest'
import * as v from 'valibot'
import { AppError } from '../core/domain/error'
import { createClient } from './client'
import { ask, call, topic } from './define'
import { serve } from './serve'

const contract = {
  note: {
    add: call(v.object({ text: v.pipe(v.string(), v.maxLength(5)) })).returns<number>(),
    count: ask<number>(),
    changed: topic<number>(),
  },
} as const

/** Main and page joined by a map instead of Electron. Values cross by structured clone, as they do there. */
function connect(add: (input: { text: string }) => number) {
  const listeners = new Map<string, (event: unknown, input: unknown) => Promise<unknown>>()
  const topics = new Map<string, (payload: unknown) => void>()
  serve({ handle: (channel, listener) => void listeners.set(channel, listener) }, contract, {
    note: { add, count: () => 7 },
  })
  const client = createClient(
    {
      invoke: async (channel, input) => structuredClone(await listeners.get(channel)!({}, structuredClone(input))),
      on: (channel, listener) => {
        topics.set(channel, listener)
        return () => topics.delete(channel)
      },
      pathsOf: () => [],
    },
    contract,
  )
  return { client, publish: (payload: number) => topics.get('sparsecap:note.changed')?.(payload) }
}

describe('the contract between window and main', () => {
  test('a call reaches its handler and brings the answer back', async () => {
    const { client } = connect(({ text }) => text.length)
    expect(await client.note.add({ text: 'four' })).toBe(4)
    expect(await client.note.count()).toBe(7)
  })

  test('input that does not fit is refused before the handler, naming the place', async () => {
    let reached = false
    const { client } = connect(() => {
      reached = true
      return 0
    })
    await expect(client.note.add({ text: 3 } as never)).rejects.toMatchObject({
      data: { code: 'input/invalid', message: expect.stringContaining('note.add, text: expected string, got 3') },
    })
    await expect(client.note.add({ text: 'too long' })).rejects.toThrow('expected <=5')
    expect(reached).toBe(false)
  })

  test('an expected failure keeps its code, hint and values on the way to the page', async () => {
    const data = { code: 'disk/full', message: 'Full', hint: 'Free some', values: { path: 'x' } } as const
    const { client } = connect(() => {
      throw new AppError(data)
    })
    const failure = await client.note.add({ text: 'a' }).catch((thrown: unknown) => thrown)
    expect(failure).toBeInstanceOf(AppError)
    expect((failure as AppError).data).toEqual(data)
  })

  test('a subscription ends when its end is called', () => {
    const { client, publish } = connect(() => 0)
    const heard: number[] = []
    const stop = client.note.changed((value) => heard.push(value))
    publish(1)
    stop()
    publish(2)
    expect(heard).toEqual([1])
  })
})
