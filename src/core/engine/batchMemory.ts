import { noiseKey } from '../domain/counterNoise'
import type { LearnerBatch, Objective } from '../model/learner'
import type { BatchNoise } from '../model/noise'
import { duplicatePenalty } from '../model/selectionLayer'
import type { Engine } from './engine'
import { readParameter } from './parameterMemory'
import { blockOf, noiseKind, setting, type SharedViews } from './threadContext'

/** Writes all of a batch but its examples, and gives its penalty. */
export function writeBatch(engine: Engine, batch: LearnerBatch, objective: Objective): number {
  const { plan, settings, words } = engine
  settings[setting.batch] = batch.indices.length
  settings[setting.temperature] = objective.temperature
  settings[setting.weightDecay] = objective.weightDecay
  settings[setting.penaltyWeight] = objective.penaltyWeight
  words.set(batch.labels, plan.at.labels / 4)
  writeNoise(engine, batch.noise, batch.indices.length)
  return plan.sizes.selects ? writePenalty(engine, objective.threshold) : 0
}

function writeNoise(engine: SharedViews, noise: BatchNoise, batch: number): void {
  const { plan, settings } = engine
  const drops = plan.spec.network.dropout > 0
  if (noise.kind === 'seeded') {
    settings[setting.gumbel] = noiseKind.seeded
    settings[setting.gumbelKey] = noiseKey(noise.seed, noise.step, 'gumbel')
    settings[setting.dropout] = drops ? noiseKind.seeded : noiseKind.none
    settings[setting.dropoutKey] = noiseKey(noise.seed, noise.step, 'dropout')
    return
  }
  settings[setting.gumbel] = noiseKind.arrays
  settings[setting.dropout] = noise.dropoutMask ? noiseKind.arrays : noiseKind.none
  if (plan.sizes.selects) engine.floats.set(noise.uniforms!, plan.at.uniforms / 4)
  if (noise.dropoutMask) writeMasks(engine, noise.dropoutMask, batch)
}

/** `[trial, feature]` as `[group][feature][4 trials]`. */
function writeMasks({ plan, floats }: SharedViews, masks: Float32Array, batch: number): void {
  const { features } = plan.sizes
  for (let trial = 0; trial < batch; trial++) {
    const to = plan.at.masks / 4 + (trial >> 2) * features * 4 + (trial & 3)
    for (let i = 0; i < features; i++) floats[to + i * 4] = masks[trial * features + i]!
  }
}

function writePenalty({ plan, memory, floats }: Engine, threshold: number): number {
  const { neurons, paddedNeurons, channels } = plan.sizes
  const alpha = readParameter(memory.buffer, plan, 'values', blockOf(plan, 'alpha'))
  const { penalty, gradient } = duplicatePenalty(alpha, threshold, { channels, neurons })
  const to = plan.at.penaltyGradient / 4
  for (let i = 0; i < gradient.length; i++)
    floats[to + Math.floor(i / neurons) * paddedNeurons + (i % neurons)] = gradient[i]!
  return penalty
}

/** Logits `[trial, class]` from groups of four trials. */
export function readLogits({ plan, floats, settings }: SharedViews): Float32Array {
  const { classes } = plan.sizes
  const batch = settings[setting.batch]!
  const logits = new Float32Array(batch * classes)
  for (let trial = 0; trial < batch; trial++) {
    const from = plan.at.logits / 4 + (trial >> 2) * classes * 4 + (trial & 3)
    for (let c = 0; c < classes; c++) logits[trial * classes + c] = floats[from + c * 4]!
  }
  return logits
}
