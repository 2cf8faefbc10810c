import { expect, test } from 'vitest'
import { AppError } from '../../core/domain/error'
import type { Board } from './board'
import { createBrainFlowSource } from './source'

const description = {
  boardId: -1,
  name: 'Fake',
  rowCount: 5,
  sampleRate: 250,
  inputRows: [1, 2],
  inputNames: ['C3', 'C4'],
  packageRow: 0,
  timestampRow: 3,
  batteryRow: 4,
}

/** A board whose samples a test puts in by position; input 1 reads the position, input 2 its negative. */
function createFakeBoard(replies: Record<string, string> = {}) {
  let queue: number[] = []
  const calls: string[] = []
  const board: Board = {
    name: 'Fake',
    description,
    waiting: () => queue.length,
    read(most) {
      const taken = queue.slice(0, most)
      queue = queue.slice(most)
      const rows = [(p: number) => p % 256, (p: number) => p, (p: number) => -p, (p: number) => p / 250, () => 77]
      return { count: taken.length, data: Float64Array.from(rows.flatMap((row) => taken.map(row))) }
    },
    ask: async (command) => replies[command] ?? '',
    prepare: async () => void calls.push('prepare'),
    start: async () => void calls.push('start'),
    stop: async () => void calls.push('stop'),
    release: async () => void calls.push('release'),
  }
  return { board, calls, put: (...positions: number[]) => queue.push(...positions) }
}

function createFakeClock() {
  let ms = 0
  return { nowMs: () => ms, monotonicMs: () => ms, pass: (more: number) => (ms += more) }
}

const wiring = [
  { electrode: 'C4', input: 1 },
  { electrode: 'C3', input: 0 },
]

test('only the wired inputs go on, in the order of the wiring, cut where samples were lost', async () => {
  const fake = createFakeBoard()
  const clock = createFakeClock()
  const source = createBrainFlowSource({ boardId: -1, board: fake.board, wiring, clock })
  await source.start()
  clock.pass(40)
  fake.put(0, 1, 2, 6, 7)
  const batches = source.poll()!
  expect(source.info).toEqual({ channels: ['C4', 'C3'], sampleRate: 250 })
  expect(batches.map(({ chunk, lost }) => [chunk.start, chunk.data.map((row) => [...row]), lost])).toEqual([
    [
      0,
      [
        [-0, -1, -2],
        [0, 1, 2],
      ],
      0,
    ],
    [
      6,
      [
        [-6, -7],
        [6, 7],
      ],
      3,
    ],
  ])
  expect(batches[1]!.arrivedAtMs).toBe(28)
  expect(source.status()).toEqual({ battery: 77, backlog: 0, silentMs: 0 })
})

test('silence is reported until samples come again', async () => {
  const fake = createFakeBoard()
  const clock = createFakeClock()
  const source = createBrainFlowSource({ boardId: -1, board: fake.board, wiring, clock })
  await source.start()
  clock.pass(1500)
  expect(source.poll()).toEqual([])
  expect(source.status().silentMs).toBe(1500)
  fake.put(0)
  expect(source.status().backlog).toBe(1)
  source.poll()
  expect(source.status().silentMs).toBe(0)
})

test('a pause of more than a turn waits one poll before its loss is counted', async () => {
  const fake = createFakeBoard()
  const clock = createFakeClock()
  const source = createBrainFlowSource({ boardId: -1, board: fake.board, wiring, clock })
  await source.start()
  fake.put(0, 1)
  clock.pass(20)
  source.poll()
  clock.pass(2000)
  fake.put(500, 501)
  expect(source.poll()).toEqual([])
  fake.put(502)
  clock.pass(20)
  const [batch] = source.poll()!
  expect(batch).toMatchObject({ lost: 498, chunk: { start: 500 } })
  expect(batch!.chunk.data[0]!.length).toBe(3)
})

test('stopping releases the device although it refuses to stop, and only once', async () => {
  const fake = createFakeBoard()
  fake.board.stop = async () => {
    throw new Error('unplugged')
  }
  const source = createBrainFlowSource({ boardId: -1, board: fake.board, wiring, clock: createFakeClock() })
  await source.start()
  await source.stop()
  await source.stop()
  expect(fake.calls).toEqual(['prepare', 'start', 'release'])
})

test.each([
  [[{ electrode: 'C3', input: null }], 'C3 is not connected to an input'],
  [
    [
      { electrode: 'C3', input: 0 },
      { electrode: 'C4', input: 0 },
    ],
    'C3 and C4 share one input',
  ],
  [[{ electrode: 'C3', input: 5 }], 'C3: Fake has 2 inputs, not input 6'],
])('wiring %j is refused: %s', (wires, message) => {
  const make = () =>
    createBrainFlowSource({ boardId: -1, board: createFakeBoard().board, wiring: wires, clock: createFakeClock() })
  expect(make).toThrow(AppError)
  expect(make).toThrow(message)
})

test('a Daisy headset chosen as a plain Cyton is refused, and released', async () => {
  const fake = createFakeBoard({ C: 'daisy attached16$$$' })
  const source = createBrainFlowSource({ boardId: 0, board: fake.board, wiring, clock: createFakeClock() })
  await expect(source.start()).rejects.toThrow('the device has 16 inputs')
  await source.stop()
  expect(fake.calls).toEqual(['prepare', 'release'])
})
