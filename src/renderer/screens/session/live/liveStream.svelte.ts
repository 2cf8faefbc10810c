import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { AccuracyFigure } from '../../../../core/domain/model'
import type { StreamEvent, TrialOutcome } from '../../../../core/domain/session'
import type { Quality, StreamMessage, StreamStatus } from '../../../../core/domain/stream'
import type { ClassId } from '../../../../core/domain/trial'
import { createDisplayFilter } from '../../../plots/displayFilter'
import type { DisplayFilter } from '../../../plots/displayFilter'
import { SignalRing } from '../../../plots/signalRing'
import type { CueMark, TraceSource } from '../../../plots/traces'

/** What has to be known of a stream before its samples can be drawn. */
export interface StreamSetup {
  readonly startedAtMs: number
  readonly electrodes: readonly ElectrodeName[]
  readonly classes: readonly ClassId[]
  readonly sampleRate: number
}
export interface LiveOutput {
  /** On the model's clock. */
  readonly sample: number
  readonly probabilities: Float32Array
  readonly evidence: Float32Array
}
export interface LiveDecision {
  /** On the model's clock. */
  readonly sample: number
  readonly classId: ClassId
  /** The cue that it answers: the newest one that came before it; on the source's clock. */
  readonly cue: StreamEvent | null
}

const keptSeconds = 8
const keptCues = 12

/** How a cue is drawn; given from outside, because it takes the catalogue of messages. */
export type CueFace = (classId: ClassId) => { readonly label: string; readonly colour: string }

/**
 * The page's end of a running stream. Samples go into the ring and are drawn from there, never through reactive state;
 * what changes with a decision or a second is reactive. One object for the life of the window: a session goes on while
 * another screen is shown.
 */
export class LiveStream implements TraceSource {
  ring: SignalRing | null = null
  cues: readonly CueMark[] = []
  /** When the newest samples came, on the page's monotonic clock; read by a ticker, so not reactive. */
  samplesAtMs: number | null = null
  #setup = $state.raw<StreamSetup | null>(null)
  #status = $state.raw<StreamStatus | null>(null)
  #statusAtMs = $state(0)
  #output = $state.raw<LiveOutput | null>(null)
  #outputs = $state(0)
  #decisions = $state(0)
  #decision = $state.raw<LiveDecision | null>(null)
  #cue = $state.raw<StreamEvent | null>(null)
  #cued = $state(false)
  #foreign = $state(false)
  #trials = $state.raw<readonly TrialOutcome[]>([])
  #accuracies = $state.raw<readonly AccuracyFigure[]>([])
  #filter: DisplayFilter | null = null
  #waiting: StreamMessage[] = []
  readonly #nowMs: () => number
  readonly #faceOf: CueFace

  constructor(nowMs: () => number, faceOf: CueFace) {
    this.#nowMs = nowMs
    this.#faceOf = faceOf
  }

  get names(): readonly string[] {
    return this.#setup?.electrodes ?? []
  }
  get sampleRate(): number {
    return this.#setup?.sampleRate ?? 1
  }
  get setup(): StreamSetup | null {
    return this.#setup
  }
  get status(): StreamStatus | null {
    return this.#status
  }
  /** When the status came, on the page's monotonic clock. */
  get statusAtMs(): number {
    return this.#statusAtMs
  }
  get output(): LiveOutput | null {
    return this.#output
  }
  get outputs(): number {
    return this.#outputs
  }
  get decisions(): number {
    return this.#decisions
  }
  /** The newest one of the trial that is under way, or of all where the stream has no cues. */
  get decision(): LiveDecision | null {
    return this.#decision
  }
  /** Of the trial that is under way; null between trials, and where the stream has no cues. */
  get cue(): StreamEvent | null {
    return this.#cue
  }
  /** The stream has cues, and none is under way: what is decoded now answers nothing. */
  get between(): boolean {
    return this.#cue === null && (this.#cued || this.#trials.length > 0)
  }
  /** The newest cue was of a class that the decoder does not know. */
  get foreign(): boolean {
    return this.#foreign
  }
  get trials(): readonly TrialOutcome[] {
    return this.#trials
  }
  /** After each trial, over all up to it. */
  get accuracies(): readonly AccuracyFigure[] {
    return this.#accuracies
  }

  quality(channel: number): Quality | null {
    const electrode = this.#setup?.electrodes[channel]
    return this.#status?.quality.find((one) => one.electrode === electrode)?.quality ?? null
  }

  /** A stream begins: everything of the last one goes. Messages that are faster than this are kept until `configure`. */
  reset(): void {
    this.ring = null
    this.cues = []
    this.samplesAtMs = null
    this.#filter = null
    this.#waiting = []
    this.#setup = null
    this.#status = null
    this.#output = null
    this.#outputs = 0
    this.#decisions = 0
    this.#decision = null
    this.#cue = null
    this.#cued = false
    this.#foreign = false
    this.#trials = []
    this.#accuracies = []
  }

  /** Says what is streamed; the same setup twice changes nothing. */
  configure(setup: StreamSetup): void {
    if (this.#setup?.startedAtMs === setup.startedAtMs) return
    const waiting = this.#waiting
    if (this.#setup) this.reset()
    this.#setup = setup
    this.ring = new SignalRing(setup.electrodes.length, Math.ceil(keptSeconds * setup.sampleRate))
    this.#filter = createDisplayFilter(setup.electrodes.length, setup.sampleRate)
    this.#waiting = []
    for (const message of waiting) this.take(message)
  }

  take(message: StreamMessage): void {
    if (!this.#setup) {
      this.#waiting.push(message)
      return
    }
    if (message.kind === 'samples') this.#takeSamples(message)
    else if (message.kind === 'outputs') this.#takeOutputs(message.items)
    else if (message.kind === 'trial') {
      this.#trials = [...this.#trials, message.outcome]
      this.#accuracies = [...this.#accuracies, message.accuracy]
      if (this.#cue?.sample === message.outcome.cueSample) this.#endTrial()
    } else {
      this.#status = message
      // The stream's own totals: this page may have come later, or come back.
      this.#outputs = message.outputs
      this.#decisions = message.decisions
      this.#statusAtMs = this.#nowMs()
    }
  }

  #takeSamples({ start, data, events, gaps }: Extract<StreamMessage, { kind: 'samples' }>): void {
    this.samplesAtMs = this.#nowMs()
    if (data[0]?.length) this.ring!.write(start, this.#filter!.apply(start, data))
    for (const gap of gaps) this.ring!.lose(gap.start, gap.length)
    if (events.length === 0) return
    const marks = events.map(({ sample, classId }) => ({ sample, ...this.#faceOf(classId) }))
    this.cues = [...this.cues, ...marks].slice(-keptCues)
    this.#cued = true
    const newest = events.at(-1)!
    this.#endTrial()
    if (!this.#isCue(newest)) return
    this.#cue = newest
    this.#foreign = !this.#setup!.classes.includes(newest.classId)
  }

  /** A rest ends a trial, unless resting is one of the things that are told apart. */
  #isCue({ classId }: StreamEvent): boolean {
    return classId !== 'rest' || this.#setup!.classes.includes(classId)
  }
  #endTrial(): void {
    this.#cue = null
    this.#decision = null
  }

  #takeOutputs(items: Extract<StreamMessage, { kind: 'outputs' }>['items']): void {
    const last = items.at(-1)
    if (!last) return
    this.#outputs += items.length
    this.#output = last
    const decided = items.filter(({ decision }) => decision >= 0)
    this.#decisions += decided.length
    const newest = decided.at(-1)
    if (newest && !this.between) {
      this.#decision = { sample: newest.sample, classId: this.#setup!.classes[newest.decision]!, cue: this.#cue }
    }
  }
}

/** Seconds from the cue to the decision that followed it; null without a cue, or when the cue came later. */
export function secondsToDecide(decision: LiveDecision, modelRate: number, sourceRate: number): number | null {
  if (!decision.cue) return null
  const seconds = decision.sample / modelRate - decision.cue.sample / sourceRate
  return seconds >= 0 ? seconds : null
}

/** Lead of the best class over the second, nats; 0 where there is but one. */
export function evidenceLead(evidence: Float32Array): number {
  const sorted = [...evidence].sort((a, b) => b - a)
  return sorted.length > 1 ? sorted[0]! - sorted[1]! : 0
}
