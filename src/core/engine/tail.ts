import { radicesOf } from './fourier'
import { batchNormalisation, normalisationBackward, populationNormalisation, type MapScale } from './mapNormalisation'
import { blockOf, forShare, noiseKind, setting, share, type Phase, type ThreadContext } from './threadContext'

/** Back to time, two maps of four trials in one transform; sums for the second normalisation and pooled means. */
export const toMaps: Phase = {
  name: 'maps',
  run(context) {
    const { plan, kernels, scratch } = context
    const { at, sizes, strides } = plan
    const { block, blocks, stride } = sizes.pooling
    const hasOddPasses = radicesOf(sizes.length)!.length % 2 === 1
    forPairs(context, (pair) => {
      const spectrum = at.spectra + pair * 2 * strides.map
      // The last pass writes to where the maps stay.
      const place = at.maps + pair * sizes.length * 32
      const [from, to] = hasOddPasses ? [scratch.x, place] : [place, scratch.x]
      kernels.fromTiles(from, spectrum, spectrum + strides.map, 128, sizes.length, scratch.tile)
      kernels.transform(from, to, sizes.length, at.radices, at.twiddles)
      const maps = place + sizes.half * 32
      const pooled = pair * sizes.pooled * 32
      const sums = at.mapSums + pair * 32
      kernels.pool(
        at.pooled1 + pooled,
        at.pooled2 + pooled,
        sums,
        maps,
        sizes.samples,
        block,
        blocks,
        stride,
        sizes.pooled,
        scratch.pool,
      )
    })
  },
}

/** Features, logits, and back to the pooled means; gradients of the logits are left in `outer`. */
export const head: Phase = {
  name: 'head',
  run(context) {
    const { plan, kernels } = context
    const { at, sizes, strides } = plan
    const scale = batchNormalisation(context)
    const weights = at.values + blockOf(plan, 'fcWeight').offset * 4
    forGroups(context, (group) => {
      const mask = drawMask(context, group)
      writeLogits(context, group, { scale, mask })
      softmaxBack(context, group)
      for (let map = 0; map < sizes.maps; map++) {
        const { pooled1, pooled2 } = pooledOf(context, group, map)
        const slopes = at.featureSlopes + group * strides.features + map * sizes.pooled * 16
        const sums = at.headSums + (group * sizes.paddedMaps + map) * 24
        const { a, b } = scale[map]!
        const outer = at.outer + group * sizes.classes * 16
        const own = weights + map * sizes.pooled * 4
        kernels.featuresBack(
          slopes,
          pooled1,
          pooled2,
          outer,
          own,
          sizes.features * 4,
          sizes.classes,
          sizes.pooled,
          a,
          b,
          sums,
        )
      }
    })
  },
}

/** Logits with the population's moments, without dropout. */
export const headEvaluation: Phase = {
  name: 'head',
  run(context) {
    const scale = populationNormalisation(context)
    forGroups(context, (group) => writeLogits(context, group, { scale, mask: onesMask(context) }))
  },
}

/** Gradients of the maps' spectra, of the linear layer and of the second normalisation. */
export const mapsBack: Phase = {
  name: 'maps back',
  run(context) {
    const { plan, kernels, scratch } = context
    const { at, sizes, strides } = plan
    const { block, blocks, stride } = sizes.pooling
    const { h1, h2 } = normalisationBackward(context)
    linearBack(context)
    const { half, samples, length } = sizes
    forPairs(context, (pair) => {
      const map = (pair % (sizes.paddedMaps / 2)) * 2
      const pooled = pair * sizes.pooled * 32
      kernels.clear(scratch.x, half * 32)
      kernels.clear(scratch.x + (half + samples) * 32, (length - half - samples) * 32)
      const maps = at.maps + (pair * length + half) * 32
      const to = scratch.x + half * 32
      kernels.poolBack(
        ...([
          to,
          maps,
          at.pooled1 + pooled,
          at.pooled2 + pooled,
          samples,
          block,
          blocks,
          stride,
          sizes.pooled,
        ] as const),
        ...([h1[map]!, h1[map + 1]!, h2[map]!, h2[map + 1]!] as const),
      )
      const result = kernels.transform(scratch.x, scratch.y, length, at.radices, at.twiddles)
      const spectrum = at.spectrumSlopes + pair * 2 * strides.map
      kernels.toTiles(spectrum, spectrum + strides.map, 128, result, length, 1, 2, scratch.tile)
    })
  },
}

/** Gradient of the linear layer, a thread some of its features. */
function linearBack(context: ThreadContext): void {
  const { plan, kernels, floats, settings } = context
  const { at, sizes, strides } = plan
  const groups = Math.ceil(settings[setting.batch]! / 4)
  const weights = blockOf(plan, 'fcWeight').offset
  const bias = blockOf(plan, 'fcBias').offset
  const [first, end] = share(context, sizes.features)
  for (let c = 0; c < sizes.classes; c++) {
    const to = at.gradients + (weights + c * sizes.features + first) * 4
    const outer = at.outer + c * 16
    kernels.linearGradient(
      to,
      at.features + first * 16,
      strides.features,
      outer,
      sizes.classes * 16,
      groups,
      end - first,
    )
    if (context.thread !== 0) continue
    let sum = 0
    for (let i = 0; i < groups * 4; i++) sum += floats[outer / 4 + (i >> 2) * sizes.classes * 4 + (i & 3)]!
    floats[at.gradients / 4 + bias + c] = sum
  }
}

interface Head {
  readonly scale: readonly MapScale[]
  /** `[feature][4 trials]` */
  readonly mask: number
}

function writeLogits(context: ThreadContext, group: number, { scale, mask }: Head): void {
  const { plan, kernels, floats } = context
  const { at, sizes, strides, spec } = plan
  const features = at.features + group * strides.features
  const slopes = at.featureSlopes + group * strides.features
  for (let map = 0; map < sizes.maps; map++) {
    const { pooled1, pooled2 } = pooledOf(context, group, map)
    const offset = map * sizes.pooled * 16
    const { a, b } = scale[map]!
    const { logFloor } = spec.network
    kernels.features(features + offset, slopes + offset, pooled1, pooled2, mask + offset, sizes.pooled, a, b, logFloor)
  }
  const weights = at.values + blockOf(plan, 'fcWeight').offset * 4
  const bias = at.values / 4 + blockOf(plan, 'fcBias').offset
  for (let c = 0; c < sizes.classes; c++) {
    const to = at.logits + (group * sizes.classes + c) * 16
    kernels.logits(to, features, weights + c * sizes.features * 4, sizes.features, floats[bias + c]!)
  }
}

/** Pooled means of one map of a group: two maps share an element. */
function pooledOf({ plan }: ThreadContext, group: number, map: number) {
  const { at, sizes } = plan
  const offset = (group * (sizes.paddedMaps / 2) + (map >> 1)) * sizes.pooled * 32 + (map & 1) * 16
  return { pooled1: at.pooled1 + offset, pooled2: at.pooled2 + offset }
}

/** Gradient of the mean cross-entropy: (softmax − one-hot) / batch; zero for trials that only fill a group. */
function softmaxBack({ plan, floats, words, settings }: ThreadContext, group: number): void {
  const { at, sizes } = plan
  const { classes } = sizes
  const batch = settings[setting.batch]!
  for (let lane = 0; lane < 4; lane++) {
    const trial = group * 4 + lane
    const from = at.logits / 4 + group * classes * 4 + lane
    const to = at.outer / 4 + group * classes * 4 + lane
    let largest = -Infinity
    for (let c = 0; c < classes; c++) largest = Math.max(largest, floats[from + c * 4]!)
    let sum = 0
    for (let c = 0; c < classes; c++) sum += Math.exp(floats[from + c * 4]! - largest)
    for (let c = 0; c < classes; c++) {
      const probability = Math.exp(floats[from + c * 4]! - largest) / sum
      const target = words[at.labels / 4 + trial] === c ? 1 : 0
      floats[to + c * 4] = trial < batch ? (probability - target) / batch : 0
    }
  }
}

function drawMask(context: ThreadContext, group: number): number {
  const { plan, kernels, settings, scratch } = context
  const { at, sizes, spec } = plan
  const kind = settings[setting.dropout]!
  if (kind === noiseKind.none) return onesMask(context)
  if (kind === noiseKind.arrays) return at.masks + group * sizes.features * 16
  const { dropout } = spec.network
  kernels.dropoutMask(
    scratch.mask,
    settings[setting.dropoutKey]!,
    group * 4,
    sizes.features,
    dropout,
    1 / (1 - dropout),
  )
  return scratch.mask
}

function onesMask({ floats, scratch, plan }: ThreadContext): number {
  floats.fill(1, scratch.mask / 4, scratch.mask / 4 + plan.sizes.features * 4)
  return scratch.mask
}

/** Pairs of maps of all groups of four trials. */
function forPairs(context: ThreadContext, work: (pair: number) => void): void {
  const groups = Math.ceil(context.settings[setting.batch]! / 4)
  forShare(context, (groups * context.plan.sizes.paddedMaps) / 2, work)
}

function forGroups(context: ThreadContext, work: (group: number) => void): void {
  forShare(context, Math.ceil(context.settings[setting.batch]! / 4), work)
}
