import { describe, expect, test } from 'vitest'
import { noFilter } from '../../../../core/signal/displayFilter'
import { tileCells } from '../../../plots/browser/viewport'
import { TileStore, type TileAsk, type TileSet } from './tiles'

const set: TileSet = { recordingId: 1, sampleCount: 100 * tileCells, channels: [0, 1], filter: noFilter }
const settle = () => new Promise((resolve) => setTimeout(resolve, 0))

/** A store whose questions are answered by hand. */
function makeStore() {
  const asked: { request: TileAsk; answer(value: Float32Array | null): Promise<void>; fail(): Promise<void> }[] = []
  const heard = { changes: 0, failures: 0 }
  const store = new TileStore({
    ask: (request) =>
      new Promise((resolve, reject) =>
        asked.push({
          request,
          answer: (value) => (resolve(value), settle().then(() => undefined)),
          fail: () => (reject(new Error('gone')), settle().then(() => undefined)),
        }),
      ),
    changed: () => heard.changes++,
    failed: () => heard.failures++,
  })
  store.use(set)
  return { store, asked, heard }
}
const indexOf = ({ request }: { request: TileAsk }) => request.first / tileCells

describe('tiles', () => {
  test('are asked for in the order of their need, three at once, and what is not needed any more is dropped', async () => {
    const { store, asked, heard } = makeStore()
    store.want(1, [5, 6, 7, 8, 9])
    expect(asked.map(indexOf)).toEqual([5, 6, 7])
    store.want(1, [20, 6])
    await asked[0]!.answer(new Float32Array(8))
    expect(asked.map(indexOf)).toEqual([5, 6, 7, 20])
    expect(store.tile(1, 5)).toHaveLength(8)
    expect(heard.changes).toBe(1)
    store.want(1, [5, 20, 6])
    await asked[1]!.answer(new Float32Array(8))
    expect(asked).toHaveLength(4)
  })

  test('of another set are forgotten, also those that come late', async () => {
    const { store, asked } = makeStore()
    store.want(1, [0])
    store.use({ ...set, filter: { ...noFilter, lowpass: 40 } })
    store.want(1, [0])
    expect(asked).toHaveLength(2)
    await asked[0]!.answer(new Float32Array(1))
    expect(store.tile(1, 0)).toBeUndefined()
    await asked[1]!.answer(new Float32Array(2))
    expect(store.tile(1, 0)).toHaveLength(2)
    store.use({ ...set, channels: [0, 1], filter: { ...noFilter, lowpass: 40 } })
    expect(store.tile(1, 0)).toHaveLength(2)
  })

  test('that need an overview or failed are not asked for again until someone says so', async () => {
    const { store, asked, heard } = makeStore()
    store.want(1024, [0])
    await asked[0]!.answer(null)
    store.want(1024, [0])
    expect([asked.length, store.isWaiting]).toEqual([1, true])
    store.retry()
    await asked[1]!.fail()
    expect([asked.length, heard.failures]).toEqual([2, 1])
    store.want(1024, [0])
    expect(asked).toHaveLength(2)
  })

  test('outside the recording are never asked for', () => {
    const { store, asked } = makeStore()
    store.want(1, [-1, 100])
    expect(asked).toEqual([])
  })

  test('take no more room than they may: the longest unused go first', async () => {
    const { store, asked } = makeStore()
    const large = (): Float32Array => new Float32Array(10e6)
    for (const index of [0, 1, 2]) {
      store.want(1, [index])
      await asked[index]!.answer(large())
    }
    expect([0, 1, 2].map((index) => store.tile(1, index) !== undefined)).toEqual([false, true, true])
  })
})
