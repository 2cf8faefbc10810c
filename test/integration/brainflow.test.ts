import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { SampleSource, SourceBatch } from '../../src/core/domain/source'
import { loadBrainFlow } from '../../src/drivers/brainflow/library'
import { createBrainFlowSource } from '../../src/drivers/brainflow/source'
import { createSystemClock, systemTimers } from '../../src/jobs/stream/clock'
import { nativesFolder } from '../support/natives'
import { failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()
const clock = createSystemClock()
const native = test.skipIf(nativesFolder === null)
const synthetic = { Fz: 0, C3: 1, Cz: 2, C4: 3, Pz: 4 }
const wire = (...electrodes: (keyof typeof synthetic)[]) =>
  electrodes.map((electrode) => ({ electrode, input: synthetic[electrode] }))

async function stream(source: SampleSource, seconds: number): Promise<SourceBatch[]> {
  const batches: SourceBatch[] = []
  try {
    await source.start()
    const endMs = clock.monotonicMs() + seconds * 1000
    while (clock.monotonicMs() < endMs) {
      batches.push(...source.poll()!)
      await systemTimers.wait(10)
    }
  } finally {
    await source.stop()
  }
  return batches
}
const open = (boardId: number, parameters = {}, wiring = wire('C3', 'Cz')) =>
  createBrainFlowSource({ boardId, board: loadBrainFlow(nativesFolder).openBoard(boardId, parameters), wiring, clock })

native('the synthetic board streams the wired inputs alone at 250 Hz, without a gap', async () => {
  const source = open(-1, {}, wire('C3', 'C4', 'Cz'))
  const batches = await stream(source, 3)
  const count = batches.reduce((sum, { chunk }) => sum + chunk.data[0]!.length, 0)
  expect(source.info).toEqual({ channels: ['C3', 'C4', 'Cz'], sampleRate: 250 })
  expect(Math.abs(count / 3 - 250)).toBeLessThan(15)
  expect(batches.every(({ lost }) => lost === 0)).toBe(true)
  batches.reduce((end, { chunk }) => {
    expect(chunk.start).toBe(end)
    return end + chunk.data[0]!.length
  }, 0)
  // Input i of the synthetic board is a sine of 5 · (i + 1) Hz, so each row tells which input it is.
  expect([0, 1, 2].map((row) => strongestHertz(batches, row))).toEqual([10, 20, 15])
  // Arrival is the host's time of the newest sample: later than the start, not after now.
  const arrivals = batches.map(({ arrivedAtMs }) => arrivedAtMs)
  expect(arrivals).toEqual([...arrivals].sort((a, b) => a - b))
  expect(clock.nowMs() - arrivals.at(-1)!).toBeLessThan(2000)
})

function strongestHertz(batches: readonly SourceBatch[], row: number): number {
  const values = batches.flatMap(({ chunk }) => [...chunk.data[row]!])
  const power = (hertz: number): number => {
    const sums = [Math.cos, Math.sin].map((wave) =>
      values.reduce((sum, value, i) => sum + value * wave((2 * Math.PI * hertz * i) / 250), 0),
    )
    return sums[0]! ** 2 + sums[1]! ** 2
  }
  return [5, 10, 15, 20, 25, 30].reduce((best, hertz) => (power(hertz) > power(best) ? hertz : best))
}

native('after stop the same board can be opened again', async () => {
  await stream(open(-1), 0.1)
  expect((await stream(open(-1), 0.3)).length).toBeGreaterThan(0)
})

native('the playback board plays a file in the rows of its master', async () => {
  const path = join(folder.path, 'played.csv')
  const row = (i: number) =>
    Array.from({ length: 32 }, (_, c) => (c === 0 ? i % 256 : c === 30 ? 1_700_000_000 + i / 250 : c === 2 ? i : 0))
  writeFileSync(
    path,
    Array.from({ length: 1000 }, (_, i) =>
      row(i)
        .map((v) => v.toFixed(6))
        .join('\t'),
    ).join('\n') + '\n',
  )
  const batches = await stream(open(-3, { file: path, master_board: -1 }, wire('C3')), 1)
  const values = batches.flatMap(({ chunk }) => [...chunk.data[0]!])
  expect(values.length).toBeGreaterThan(100)
  expect(values).toEqual(values.map((_, i) => values[0]! + i))
  expect(batches.every(({ lost }) => lost === 0)).toBe(true)
})

native('the list of devices comes from the library, with names as sites', () => {
  const devices = loadBrainFlow(nativesFolder).listDevices()
  expect(devices.find(({ boardId }) => boardId === -1)).toMatchObject({
    inputs: 16,
    sampleRate: 250,
    simulated: true,
    fields: [],
  })
  expect(devices.find(({ boardId }) => boardId === 2)).toMatchObject({
    inputs: 16,
    sampleRate: 125,
    fields: ['serial_port'],
  })
  expect(devices.find(({ boardId }) => boardId === 7)!.inputNames).toEqual(['T7', 'T8', 'O1', 'O2'])
  expect(devices.find(({ boardId }) => boardId === 46)!.inputNames).toEqual([])
  expect(loadBrainFlow(nativesFolder).version).toMatch(/^\d+\.\d+/)
})

test('a missing library is a sentence that says where it was looked for, and a way out', () => {
  const error = failure(() => loadBrainFlow(folder.path))
  expect(error.data).toMatchObject({ code: 'device/library-missing' })
  expect(error.message).toContain(folder.path)
  expect(error.data.hint).toContain('Settings')
})

test('a file that is no library is a sentence too', () => {
  for (const name of ['libBoardController.so', 'libBoardController.dylib', 'BoardController.dll']) {
    writeFileSync(join(folder.path, name), 'no library')
  }
  expect(failure(() => loadBrainFlow(folder.path)).code).toBe('device/library-missing')
})

native('an unknown serial port and an unknown device say so', async () => {
  const cyton = open(0, { serial_port: '/dev/no-such-port' })
  await expect(cyton.start()).rejects.toMatchObject({
    code: 'device/not-found',
    data: { hint: expect.stringContaining('port') },
  })
  await cyton.stop()
  expect(failure(() => open(4711)).code).toBe('device/not-found')
  expect(failure(() => open(-3, { file: '/no/such.csv', master_board: -1 })).code).toBe('file/not-found')
  expect(() => open(-1, { serial: 'x' })).toThrow('Connection setting serial: expected one of')
})
