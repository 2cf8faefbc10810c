import { rowOf, type Examples } from '../domain/examples'
import { engineOrder, type EngineOrder } from './crew'
import { stagedExamples } from './layout'
import { slotBytes } from './memory'
import { setting, stagedKind, type SharedViews } from './threadContext'

/** Where the spectra of examples lie: kept ones behind the fixed part while there is room, the others made anew for each
 *  batch. Both ways give the same bits. */
export interface ExampleSlots {
  /** Provides the spectra of all channels of a batch and points its tables at them. */
  placeBatch(examples: Examples, indices: Int32Array): Promise<void>
  /** The same of the chosen channels only, as inputs of the convolution; never kept. */
  placeChosen(examples: Examples, indices: Int32Array, channels: Int32Array): Promise<void>
}

type EngineParts = SharedViews & { readonly memory: WebAssembly.Memory; run(order: EngineOrder): Promise<void> }

/** An example to transform and the address that it goes to. */
interface Pending {
  readonly example: number
  readonly slot: number
}

export function createExampleSlots(parts: EngineParts, budget: number): ExampleSlots {
  const { plan, words } = parts
  const { at, sizes, input, channel } = plan
  const keeper = createKeeper(parts, budget)
  const kind = sizes.selects ? stagedKind.channels : stagedKind.inputs
  const all = Int32Array.from({ length: sizes.channels }, (_, i) => i)
  const inputSlot = (trial: number): number => at.inputs + trial * input.bytes
  return {
    async placeBatch(examples, indices) {
      const known = keeper.open(examples)
      const pending: Pending[] = []
      const slots = Array.from(indices, (example, trial) => {
        const found = known.find(example)
        if (found !== null) return found
        const slot = known.keep(example) ?? (sizes.selects ? at.channels + trial * channel.bytes : inputSlot(trial))
        pending.push({ example, slot })
        return slot
      })
      await transform(parts, examples, { pending, channels: all, kind })
      words.set(slots, at.slotTable / 4)
      pointInputs(parts, sizes.selects ? slots.map((_, trial) => inputSlot(trial)) : slots)
    },
    async placeChosen(examples, indices, channels) {
      const pending = Array.from(indices, (example, trial) => ({ example, slot: inputSlot(trial) }))
      await transform(parts, examples, { pending, channels, kind: stagedKind.inputs })
      pointInputs(
        parts,
        pending.map(({ slot }) => slot),
      )
    },
  }
}

/** Trials that only fill the last group of four have silence as input. */
function pointInputs({ plan, words }: EngineParts, slots: readonly number[]): void {
  const { at, sizes } = plan
  words.set(slots, at.inputTable / 4)
  words.fill(at.emptyInput, at.inputTable / 4 + slots.length, at.inputTable / 4 + sizes.capacity)
}

/** Copies raw samples in, as many examples at a time as fit, and has all threads transform them. */
async function transform(
  { plan, words, floats, settings, run }: EngineParts,
  examples: Examples,
  { pending, channels, kind }: { pending: readonly Pending[]; channels: Int32Array; kind: number },
): Promise<void> {
  const { at, sizes } = plan
  const most = stagedExamples(sizes)
  for (let start = 0; start < pending.length; start += most) {
    const part = pending.slice(start, start + most)
    let to = at.staged / 4
    for (const { example } of part) {
      for (const channel of channels) {
        floats.set(rowOf(examples, example, channel), to)
        to += sizes.samples
      }
    }
    words.set(
      part.map(({ slot }) => slot),
      at.slotTable / 4,
    )
    settings[setting.staged] = part.length
    settings[setting.stagedAs] = kind
    await run(engineOrder.cache)
  }
}

/** Placements after which examples that were not asked for give their room to others. */
const staleAfter = 500
/** Memory grows by at least this much. */
const growBytes = 16 << 20

interface KeptExamples {
  /** Address by example; 0 where there is none. */
  readonly slots: Float64Array
  usedAt: number
}

interface Known {
  find(example: number): number | null
  /** A new place for this example, or `null` when there is no room. */
  keep(example: number): number | null
}

function createKeeper({ plan, memory }: EngineParts, budget: number): { open(examples: Examples): Known } {
  const bytes = slotBytes(plan)
  const kept = new Map<Examples, KeptExamples>()
  const free: number[] = []
  let next = plan.fixedBytes
  let now = 0
  const takeNew = (): number | null => {
    const end = next + bytes
    if (end > plan.fixedBytes + budget || !growTo(memory, end, plan.fixedBytes + budget)) return null
    next = end
    return end - bytes
  }
  const dropStale = (): void => {
    for (const [examples, { slots, usedAt }] of kept) {
      if (now - usedAt <= staleAfter) continue
      kept.delete(examples)
      free.push(...slots.filter((slot) => slot > 0))
    }
  }
  return {
    open(examples) {
      now++
      let own = kept.get(examples)
      if (!own) kept.set(examples, (own = { slots: new Float64Array(examples.count), usedAt: now }))
      own.usedAt = now
      const { slots } = own
      return {
        find: (example) => slots[example] || null,
        keep(example) {
          let slot = free.pop() ?? takeNew()
          if (slot === null) {
            dropStale()
            slot = free.pop() ?? null
          }
          if (slot !== null) slots[example] = slot
          return slot
        },
      }
    },
  }
}

function growTo(memory: WebAssembly.Memory, end: number, limit: number): boolean {
  const page = 65_536
  const present = memory.buffer.byteLength
  if (end <= present) return true
  const wanted = Math.max(end, Math.min(limit, present + growBytes))
  try {
    memory.grow(Math.ceil((wanted - present) / page))
    return true
  } catch {
    // The system has no more: what is kept stays, the rest is made anew each time.
    return false
  }
}
