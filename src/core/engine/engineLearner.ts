import type { BatchStatistics, Parameters } from '../domain/model'
import type { Examples } from '../domain/examples'
import type { GradientResult, Learner, LearnerBatch, LearnerSnapshot, LearnerSpec } from '../model/learner'
import type { Objective, StepResult, StepSettings } from '../model/learner'
import { classify } from '../model/losses'
import { copyParameters, copyStatistics, decayed } from '../model/parameters'
import { hardChoice } from '../model/selectionLayer'
import { readLogits, writeBatch } from './batchMemory'
import { engineOrder } from './crew'
import { openEngine, type Engine, type EngineHost } from './engine'
import { planEngine } from './layout'
import { predictMemory, requireMemory, type EngineMemory, type MemoryDemand } from './memory'
import { readParameter, readParameters, writeParameters, type ParameterSet } from './parameterMemory'
import { createFilterPool, createMapPool, fromStatistics, toStatistics, writePopulation } from './population'
import { requireBatch, requireSupported } from './supported'
import { blockOf, momentStage, setting } from './threadContext'

export type { EngineHost } from './engine'

/** Room for batches at first; a larger batch makes more. Evaluation goes in blocks of at most this. */
const usualBatch = 64

/** A learner on the engine. Throws `learner/unsupported` for sizes that it cannot do, `learner/memory` when not even a
 *  small batch fits. */
export async function createEngineLearner(spec: LearnerSpec, host: EngineHost): Promise<Learner> {
  requireSupported(spec)
  const learner = new EngineLearner(spec, host, await openEngine(spec, host, firstCapacity(spec, host)))
  return learner
}

/** Bytes that learning will take, kept examples and all. Throws what it would throw, `learner/unsupported` and
 *  `learner/memory`, before anything is prepared for it. */
export function engineDemand(spec: LearnerSpec, demand: MemoryDemand): EngineMemory {
  requireSupported(spec)
  requireBatch(demand.batch)
  requireMemory(planEngine(spec, demand.batch), demand.limitBytes)
  return predictMemory(spec, demand)
}

/** As many trials as are usual, or as fit. */
function firstCapacity(spec: LearnerSpec, { memoryLimitBytes }: EngineHost): number {
  let capacity = usualBatch
  while (capacity > 4 && planEngine(spec, capacity).fixedBytes > memoryLimitBytes) capacity /= 2
  return capacity
}

class EngineLearner implements Learner {
  readonly backend = 'cpu'
  #steps = 0
  #statistics: BatchStatistics | null = null

  constructor(
    readonly spec: LearnerSpec,
    private readonly host: EngineHost,
    private engine: Engine,
  ) {}

  async load(parameters: Parameters): Promise<void> {
    this.#write('values', copyParameters(this.spec, parameters))
    this.#write('firstMoments', {})
    this.#write('secondMoments', {})
    this.#steps = 0
  }

  async loadStatistics(statistics: BatchStatistics): Promise<void> {
    this.#statistics = copyStatistics(statistics)
  }

  async parameters(): Promise<Parameters> {
    return this.#read('values')
  }

  async statistics(): Promise<BatchStatistics | null> {
    return this.#statistics && copyStatistics(this.#statistics)
  }

  async snapshot(): Promise<LearnerSnapshot> {
    return {
      parameters: this.#read('values'),
      firstMoments: this.#read('firstMoments'),
      secondMoments: this.#read('secondMoments'),
      steps: this.#steps,
      statistics: await this.statistics(),
    }
  }

  async restore(snapshot: LearnerSnapshot): Promise<void> {
    this.#write('values', copyParameters(this.spec, snapshot.parameters))
    this.#write('firstMoments', snapshot.firstMoments)
    this.#write('secondMoments', snapshot.secondMoments)
    this.#steps = snapshot.steps
    this.#statistics = snapshot.statistics && copyStatistics(snapshot.statistics)
  }

  async step(batch: LearnerBatch, settings: StepSettings): Promise<StepResult> {
    const penalty = await this.#prepare(batch, settings)
    const numbers = this.engine.settings
    const steps = ++this.#steps
    numbers[setting.learningRate] = settings.learningRate
    numbers[setting.alphaRate] = settings.alphaRate
    numbers[setting.correction1] = 1 - 0.9 ** steps
    numbers[setting.correction2] = 1 - 0.999 ** steps
    numbers[setting.frozen] = frozenBits(this.engine, settings.frozen ?? [])
    const squares = this.#squaredWeights(settings)
    await this.engine.run(engineOrder.step)
    const alpha = this.spec.mode === 'select' ? this.#alpha() : null
    return { ...this.#losses(batch, settings, { penalty, squares }), alpha }
  }

  async gradients(batch: LearnerBatch, objective: Objective): Promise<GradientResult> {
    const penalty = await this.#prepare(batch, objective)
    await this.engine.run(engineOrder.gradients)
    const losses = this.#losses(batch, objective, { penalty, squares: this.#squaredWeights(objective) })
    const gradients = this.#read('gradients')
    addDecay(gradients, this.#read('values'), objective.weightDecay)
    return { ...losses, logits: readLogits(this.engine), gradients }
  }

  async evaluate(examples: Examples, indices: Int32Array): Promise<Float32Array> {
    if (!this.#statistics) throw new Error('Statistics are needed before an evaluation: recompute or load them.')
    writePopulation(this.engine, fromStatistics(this.#statistics))
    const result = new Float32Array(indices.length * this.spec.classes)
    await this.#forBlocks(examples, indices, async (start) => {
      await this.engine.run(engineOrder.evaluate)
      result.set(readLogits(this.engine), start * this.spec.classes)
    })
    return result
  }

  async recomputeStatistics(examples: Examples, indices: Int32Array): Promise<BatchStatistics> {
    if (indices.length === 0) throw new Error('Statistics need at least one example.')
    const { engine } = this
    engine.settings[setting.stage] = momentStage.inputs
    const filterPool = createFilterPool(engine)
    await this.#forBlocks(examples, indices, async () => {
      await engine.run(engineOrder.moments)
      filterPool.add()
    })
    const filters = filterPool.moments()
    writePopulation(engine, { filters })
    engine.settings[setting.stage] = momentStage.maps
    const mapPool = createMapPool(engine)
    await this.#forBlocks(examples, indices, async () => {
      await engine.run(engineOrder.moments)
      mapPool.add()
    })
    this.#statistics = toStatistics(filters, mapPool.moments())
    return copyStatistics(this.#statistics)
  }

  dispose(): Promise<void> {
    return this.engine.crew.dispose()
  }

  /** Everything that an order on this batch reads; gives the penalty. */
  async #prepare(batch: LearnerBatch, objective: Objective): Promise<number> {
    requireBatch(batch.indices.length)
    await this.#makeRoom(batch.indices.length)
    await this.engine.slots.placeBatch(batch.examples, batch.indices)
    return writeBatch(this.engine, batch, objective)
  }

  /** Opens a larger engine for a batch that does not fit, with all that was learned. */
  async #makeRoom(batch: number): Promise<void> {
    if (batch <= this.engine.plan.sizes.capacity) return
    // A refusal leaves the present engine as it is.
    requireMemory(planEngine(this.spec, batch), this.host.memoryLimitBytes)
    const snapshot = await this.snapshot()
    await this.engine.crew.dispose()
    this.engine = await openEngine(this.spec, this.host, batch)
    await this.restore(snapshot)
  }

  /** Hands blocks of examples under hard selection to `work`, which gets the place of the first one. */
  async #forBlocks(examples: Examples, indices: Int32Array, work: (start: number) => Promise<void>): Promise<void> {
    const { settings, slots, plan } = this.engine
    const size = Math.min(usualBatch, plan.sizes.capacity)
    const chosen = this.spec.mode === 'select' ? hardChoice(this.#alpha(), this.spec) : null
    for (let start = 0; start < indices.length; start += size) {
      const block = indices.subarray(start, start + size)
      await (chosen ? slots.placeChosen(examples, block, chosen) : slots.placeBatch(examples, block))
      settings[setting.batch] = block.length
      settings[setting.fresh] = start === 0 ? 1 : 0
      await work(start)
    }
  }

  #losses(batch: LearnerBatch, objective: Objective, { penalty, squares }: { penalty: number; squares: number }) {
    const { crossEntropy, correct } = classify(readLogits(this.engine), batch.labels)
    const loss = crossEntropy + objective.penaltyWeight * penalty + objective.weightDecay * squares
    return { loss, crossEntropy, penalty, correct }
  }

  /** Σ w² of what weight decay acts on. */
  #squaredWeights({ weightDecay }: Objective): number {
    if (weightDecay === 0) return 0
    const { plan, floats } = this.engine
    let sum = 0
    for (const { name, offset, count } of plan.parameters) {
      if (!decayed(name)) continue
      for (let i = plan.at.values / 4 + offset, end = i + count; i < end; i++) sum += floats[i]! * floats[i]!
    }
    return sum
  }

  #alpha(): Float32Array {
    const { memory, plan } = this.engine
    return readParameter(memory.buffer, plan, 'values', blockOf(plan, 'alpha'))
  }

  #read(part: ParameterSet): Record<string, Float32Array> {
    return readParameters(this.engine.memory.buffer, this.engine.plan, part)
  }

  #write(part: ParameterSet, values: Parameters): void {
    writeParameters(this.engine.memory.buffer, this.engine.plan, part, values)
  }
}

/** Bit i: parameter i of the plan is frozen. */
function frozenBits({ plan }: Engine, names: readonly string[]): number {
  return plan.parameters.reduce((bits, { name }, i) => bits + (names.includes(name) ? 2 ** i : 0), 0)
}

function addDecay(gradients: Record<string, Float32Array>, values: Parameters, weightDecay: number): void {
  if (weightDecay === 0) return
  for (const [name, gradient] of Object.entries(gradients)) {
    if (!decayed(name)) continue
    for (let i = 0; i < gradient.length; i++) gradient[i]! += 2 * weightDecay * values[name]![i]!
  }
}
