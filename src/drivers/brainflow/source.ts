import type { Clock } from '../../core/domain/clock'
import { AppError } from '../../core/domain/error'
import type { Wiring } from '../../core/domain/session'
import type { SampleSource, SourceBatch } from '../../core/domain/source'
import { joinBlocks, toBlock, type Block } from './block'
import type { Board } from './board'
import { cyton, cytonDaisy, knownDevice, playbackBoard } from './devices'
import { createLossCounter } from './lossCounter'
import { toWiredRows } from './wires'

interface Options {
  readonly boardId: number
  readonly board: Board
  readonly wiring: Wiring
  readonly clock: Clock
}

/** BrainFlow's buffer: long enough for a machine that sleeps for a while; a full one loses its oldest without a word. */
const bufferMinutes = 10
const readAtMost = 4096
/** A host time older than this says nothing about when a sample came, milliseconds. */
const oldestArrivalMs = 60_000

/** A device, cut down to the wired inputs in the wiring's order. Throws `device/wiring`. */
export function createBrainFlowSource({ boardId, board, wiring, clock }: Options): SampleSource {
  const { electrodes, rows } = toWiredRows(wiring, board.description)
  const { sampleRate } = board.description
  const packages = knownDevice(boardId)?.packages ?? null
  const losses = createLossCounter({ sampleRate, packages, jumps: boardId === playbackBoard })
  let state: 'new' | 'prepared' | 'streaming' | 'stopped' = 'new'
  let held: Block[] = []
  let position = 0
  let lastReadMs = 0
  let newestMs = 0
  let battery: number | null = null

  const readAll = (): Block[] => {
    const blocks: Block[] = []
    for (;;) {
      const read = board.read(readAtMost)
      if (read.count === 0) return blocks
      blocks.push(toBlock(read, board.description, rows))
    }
  }
  const toBatches = (block: Block, silentSeconds: number): SourceBatch[] => {
    const lost = losses.count(block, silentSeconds)
    const starts = [...lost.keys()].filter((i) => i === 0 || lost[i]! > 0)
    return starts.map((from, index) => {
      const to = starts[index + 1] ?? block.count
      position += lost[from]! + (to - from)
      const chunk = { start: position - (to - from), data: block.data.map((wire) => wire.slice(from, to)) }
      return {
        chunk,
        lost: lost[from]!,
        events: [],
        arrivedAtMs: arrivalOf(block.times[to - 1]! * 1000, clock.nowMs()),
      }
    })
  }

  return {
    label: board.name,
    info: { channels: electrodes, sampleRate },
    async start() {
      await board.prepare()
      state = 'prepared'
      await checkDaisy(boardId, board)
      await board.start(Math.round(bufferMinutes * 60 * sampleRate))
      state = 'streaming'
      lastReadMs = newestMs = clock.monotonicMs()
    },
    poll() {
      if (state !== 'streaming') return []
      const fresh = readAll()
      const nowMs = clock.monotonicMs()
      if (fresh.length > 0) newestMs = nowMs
      else if (held.length === 0) return []
      const wasHeld = held.length > 0
      const block = joinBlocks([...held, ...fresh])
      const silentSeconds = (nowMs - lastReadMs) / 1000
      held = !wasHeld && losses.undecided(block, silentSeconds) ? [block] : []
      if (held.length > 0) return []
      lastReadMs = nowMs
      battery = block.battery
      return toBatches(block, silentSeconds)
    },
    status() {
      const waiting = state === 'streaming' ? board.waiting() : 0
      const silentMs = state === 'streaming' ? clock.monotonicMs() - newestMs : 0
      return { battery, backlog: waiting + (held[0]?.count ?? 0), silentMs }
    },
    async stop() {
      const was = state
      state = 'stopped'
      try {
        if (was === 'streaming') await board.stop()
      } catch {
        // An unplugged device refuses to stop; what matters is that it is released.
      } finally {
        if (was === 'prepared' || was === 'streaming') await board.release()
      }
    },
  }
}

const arrivalOf = (stampMs: number, nowMs: number): number =>
  stampMs > nowMs || nowMs - stampMs > oldestArrivalMs ? nowMs : stampMs

/** A wrong choice between Cyton and Cyton + Daisy is not noticed by BrainFlow, and would mix up the inputs. */
async function checkDaisy(boardId: number, board: Board): Promise<void> {
  if (boardId !== cyton && boardId !== cytonDaisy) return
  const reply = await board.ask('C')
  const inputs = reply.includes('16$$$') ? 16 : reply.includes('8$$$') ? 8 : null
  const expected = boardId === cyton ? 8 : 16
  if (inputs === null || inputs === expected) return
  throw new AppError({
    code: 'device/wiring',
    message: `${board.name} was chosen, but the device has ${inputs} inputs`,
    hint: inputs === 16 ? 'Choose OpenBCI Cyton + Daisy.' : 'Choose OpenBCI Cyton, or plug in the Daisy module.',
    values: { device: board.name, inputs },
  })
}
