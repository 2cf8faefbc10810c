import { spawn } from 'node:child_process'
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'vite'
import { describe, expect, test } from 'vitest'
import { createRandom } from '../../src/core/domain/random'
import type { Chunk, DecoderOutput } from '../../src/core/domain/signal'
import { hertz, samples } from '../../src/core/domain/units'
import { summariseSession, type SessionHeader } from '../../src/store/session/contents'
import { parseSession, readSession } from '../../src/store/session/reader'
import { createSessionWriter } from '../../src/store/session/writer'
import { canMount, failure, useTestFolder } from '../support/studyFolder'

const folder = useTestFolder()

const header: SessionHeader = {
  version: 1,
  id: 's1',
  modelId: 'S001-2-abc',
  subject: 'S001',
  electrodes: ['C3', 'C4'],
  wiring: [
    { electrode: 'C3', input: 1 },
    { electrode: 'C4', input: null },
  ],
  sampleRate: hertz(250),
  classes: ['both-fists', 'both-feet'],
  sourceLabel: 'Synthetic board',
  startedAtMs: 1_700_000_000_000,
}

const random = createRandom(3)
const noise = (length: number): Float32Array => Float32Array.from({ length }, () => random.normal() * 1e3)
const chunkAt = (start: number, count: number): Chunk => ({ start: samples(start), data: [noise(count), noise(count)] })
const outputAt = (sample: number, decision: number): DecoderOutput => ({
  sample: samples(sample),
  probabilities: noise(2),
  evidence: noise(2),
  decision,
})
const stillClock = { monotonicMs: () => 0 }

/** Three chunks with a hole of seven samples, a cue and two outputs, closed. */
function writeExample(path: string) {
  const chunks = [chunkAt(0, 5), chunkAt(5, 1), chunkAt(13, 3)]
  const outputs = [outputAt(6, -1), outputAt(16, 1)]
  const writer = createSessionWriter(path, header, stillClock)
  writer.samples(chunks[0]!)
  writer.event({ sample: samples(2), classId: 'both-feet' })
  writer.samples(chunks[1]!)
  writer.output(outputs[0]!)
  writer.lost(7)
  writer.samples(chunks[2]!)
  writer.output(outputs[1]!)
  writer.close()
  writer.close()
  return { chunks, outputs }
}

describe('a session file', () => {
  test('gives back every number as it was pushed, bit for bit', () => {
    const path = join(folder.path, 's1.session')
    const { chunks, outputs } = writeExample(path)
    const contents = readSession(path)
    expect(contents).toEqual({
      header,
      chunks,
      outputs,
      events: [{ sample: 2, classId: 'both-feet' }],
      lostSamples: 7,
      closed: true,
      problem: null,
      byteLength: statSync(path).size,
    })
    expect(summariseSession(contents)).toMatchObject({
      seconds: 16 / 250,
      outputs: 2,
      decisions: 1,
      lostSamples: 7,
      closed: true,
    })
  })

  test('keeps numbers that no sum may change: NaN, −0 and the smallest one', () => {
    const path = join(folder.path, 's1.session')
    const odd = Float32Array.of(NaN, -0, 1.401298464324817e-45, Infinity)
    const writer = createSessionWriter(path, header, stillClock)
    writer.samples({ start: samples(0), data: [odd, odd] })
    writer.close()
    expect(Buffer.from(readSession(path).chunks[0]!.data[1]!.buffer)).toEqual(Buffer.from(odd.buffer))
  })

  test('is never overwritten, and one that is missing is told', () => {
    const path = join(folder.path, 's1.session')
    writeExample(path)
    expect(failure(() => createSessionWriter(path, header, stillClock)).code).toBe('disk/failed')
    expect(failure(() => readSession(join(folder.path, 'no.session'))).code).toBe('session/not-found')
  })

  test('cut at any byte gives exactly the records before the cut', () => {
    const path = join(folder.path, 's1.session')
    writeExample(path)
    const bytes = readFileSync(path)
    let last = -1
    for (let length = 0; length < bytes.length; length++) {
      const parsed = parseSession(bytes.subarray(0, length), path)
      const items = parsed.chunks.length + parsed.events.length + parsed.outputs.length + (parsed.header ? 1 : 0)
      expect(items).toBeGreaterThanOrEqual(last)
      expect(items - Math.max(0, last)).toBeLessThanOrEqual(1)
      expect(parsed.problem?.code).toBe('session/damaged')
      expect(parsed.closed).toBe(false)
      last = items
    }
    expect(last).toBe(7)
    writeFileSync(path, bytes.subarray(0, 60))
    expect(failure(() => readSession(path)).code).toBe('session/damaged')
  })

  test('with any one flipped bit never passes as sound', () => {
    const path = join(folder.path, 's1.session')
    writeExample(path)
    const bytes = readFileSync(path)
    for (let index = 0; index < bytes.length; index++) {
      const flipped = Uint8Array.from(bytes)
      flipped[index]! ^= 1 << (index % 8)
      const parsed = parseSession(flipped, path)
      expect(parsed.problem?.code).toBe('session/damaged')
      expect(parsed.problem!.values!.sound).toBeLessThanOrEqual(index)
    }
  })

  test('flushes by itself a second after the last flush, not before', () => {
    const path = join(folder.path, 's1.session')
    let now = 0
    const writer = createSessionWriter(path, header, { monotonicMs: () => now })
    now = 999
    writer.samples(chunkAt(0, 100))
    expect(readSession(path).chunks).toHaveLength(0)
    now = 1000
    writer.samples(chunkAt(100, 100))
    expect(readSession(path).chunks).toHaveLength(2)
    expect(writer.byteLength).toBe(statSync(path).size)
    writer.close()
  })

  test('of a process killed in the middle of writing has all but the last second', async () => {
    const path = join(folder.path, 's1.session')
    const child = spawn(process.execPath, [await buildChild(folder.path), path], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    let told = 0
    const died = new Promise((resolve) => child.once('exit', (_code, signal) => resolve(signal)))
    child.stdout.on('data', (data: Buffer) => {
      told = Number(data.toString().trim().split('\n').at(-1))
      if (told > 600) child.kill('SIGKILL')
    })
    expect(await died).toBe('SIGKILL')
    const contents = readSession(path)
    const last = contents.chunks.at(-1)!
    expect(told - (last.start + last.data[0]!.length)).toBeLessThanOrEqual(250)
    expect(
      contents.chunks.every((chunk, index) => chunk.start === 10 * index && chunk.data[1]![9] === chunk.start),
    ).toBe(true)
    expect(contents.closed).toBe(false)
    expect(contents.problem?.hint).toContain('last second')
  })
})

/** A process that writes ten samples every 40 ms, 250 a second, and tells how many it has pushed. */
async function buildChild(into: string): Promise<string> {
  const script = `
    import { createSessionWriter } from ${JSON.stringify(join(process.cwd(), 'src/store/session/writer'))}
    const writer = createSessionWriter(process.argv[2], ${JSON.stringify(header)}, { monotonicMs: () => performance.now() })
    let start = 0
    setInterval(() => {
      writer.samples({ start, data: [new Float32Array(10), new Float32Array(10).fill(start)] })
      start += 10
      process.stdout.write(start + '\\n')
    }, 40)`
  const folder = join(into, 'child')
  mkdirSync(folder)
  writeFileSync(join(folder, 'child.ts'), script)
  await build({
    configFile: false,
    logLevel: 'error',
    build: {
      ssr: join(folder, 'child.ts'),
      outDir: folder,
      emptyOutDir: false,
      rollupOptions: { output: { entryFileNames: 'child.mjs' } },
    },
  })
  return join(folder, 'child.mjs')
}

describe.skipIf(!canMount)('on a full disk (needs root and mount)', () => {
  test('the session stops with words and everything before it stays sound', () => {
    const disk = folder.mountSmallDisk('disk', '64k')
    const path = join(disk, 's1.session')
    const writer = createSessionWriter(path, header, stillClock)
    const error = failure(() => {
      for (let index = 0; index < 1000; index++) {
        writer.samples(chunkAt(100 * index, 100))
        writer.flush()
      }
    })
    expect(error.code).toBe('disk/full')
    expect(failure(() => writer.samples(chunkAt(0, 1))).code).toBe('disk/full')
    expect(failure(() => writer.close()).code).toBe('disk/full')
    const contents = readSession(path)
    expect(contents.chunks.length).toBeGreaterThan(40)
    expect(contents.problem!.values!.unread).toBe(0)
  })
})
