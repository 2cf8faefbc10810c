import { controlBytes, throwIfStopped, type Barrier } from './control'
import type { ThreadParts } from './crew'
import { instantiateKernels, type Kernels } from './kernels'
import type { EnginePlan, ScratchAddresses } from './layout'
import type { BatchMoments } from './moments'

/** Indices of the numbers (float64) that say what an order is about; written before it is given. */
export const setting = {
  /** Examples of the batch. */
  batch: 0,
  temperature: 1,
  /** `noiseKind` */
  gumbel: 2,
  gumbelKey: 3,
  dropout: 4,
  dropoutKey: 5,
  learningRate: 6,
  alphaRate: 7,
  weightDecay: 8,
  penaltyWeight: 9,
  /** 1 − β₁ᵗ and 1 − β₂ᵗ of Adam's step t. */
  correction1: 10,
  correction2: 11,
  /** Bit i: parameter i stays as it is. */
  frozen: 12,
  /** Examples whose raw samples were copied in, whether they are channels before the selection, and their row count. */
  staged: 13,
  stagedAs: 14,
  /** 1: the long filters have to be made anew from the population's moments. */
  fresh: 15,
  /** `momentStage` */
  stage: 16,
} as const

export const noiseKind = { none: 0, arrays: 1, seeded: 2 } as const
export const stagedKind = { inputs: 0, channels: 1 } as const
/** What an order `moments` collects: sums of the inputs, or those of the maps under the population's filter moments. */
export const momentStage = { inputs: 0, maps: 1 } as const

/** The part of an engine's memory that never moves, as its threads and its owner see it. */
export interface SharedViews {
  readonly plan: EnginePlan
  readonly settings: Float64Array
  readonly floats: Float32Array
  readonly words: Uint32Array
  readonly doubles: Float64Array
}

export function viewMemory({ buffer }: WebAssembly.Memory, plan: EnginePlan): SharedViews {
  return {
    plan,
    settings: new Float64Array(buffer, plan.at.settings, 64),
    floats: new Float32Array(buffer, 0, plan.fixedBytes / 4),
    words: new Uint32Array(buffer, 0, plan.fixedBytes / 4),
    doubles: new Float64Array(buffer, 0, plan.fixedBytes / 8),
  }
}

/** What a phase works with: one thread's view of the engine. */
export interface ThreadContext extends SharedViews {
  readonly memory: WebAssembly.Memory
  readonly kernels: Kernels
  readonly scratch: ScratchAddresses
  readonly thread: number
  /** Threads of the order that runs. */
  active: number
  /** Of the batch that runs; only the first thread has them. */
  moments: BatchMoments | null
  /** Throws `Stopped` when the order was cancelled; called every few milliseconds. */
  look(): void
}

export function createContext({ memory, kernels, plan, thread }: ThreadParts<EnginePlan>): ThreadContext {
  const control = new Int32Array(memory.buffer, 0, controlBytes / 4)
  return {
    ...viewMemory(memory, plan),
    memory,
    kernels: instantiateKernels(kernels, memory),
    scratch: plan.scratch[thread]!,
    thread,
    active: 1,
    moments: null,
    look: () => throwIfStopped(control),
  }
}

/** Calls `work` for this thread's part of `count` pieces. Which thread does a piece changes nothing in it. */
export function forShare(context: ThreadContext, count: number, work: (piece: number) => void): void {
  const [first, end] = share(context, count)
  for (let piece = first; piece < end; piece++) {
    context.look()
    work(piece)
  }
}

/** This thread's part of `count` pieces, `[first, end)`. */
export function share({ thread, active }: ThreadContext, count: number): [first: number, end: number] {
  return [Math.floor((count * thread) / active), Math.floor((count * (thread + 1)) / active)]
}

/** One stretch of a program; all threads wait for each other behind it. */
export interface Phase {
  readonly name: string
  run(context: ThreadContext): void
}

/** A phase that only the first thread has work in. */
export const alone = (name: string, run: (context: ThreadContext) => void): Phase => ({
  name,
  run: (context) => {
    if (context.thread === 0) run(context)
  },
})

export function runProgram(
  context: ThreadContext,
  program: readonly Phase[],
  barrier: Barrier,
  passed: (phase: Phase) => void,
): void {
  for (const phase of program) {
    phase.run(context)
    barrier()
    passed(phase)
  }
}

export const blockOf = (plan: EnginePlan, name: string) => plan.parameters.find((block) => block.name === name)!
