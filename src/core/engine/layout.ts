import type { LearnerSpec } from '../model/learner'
import { parameterShapes } from '../model/parameters'
import { constants, constantsAddress } from './constants'
import { radicesOf, transformTable } from './fourier'
import { engineSizes, padded, type EngineSizes } from './sizes'

/** Most threads that an engine has room for. */
export const mostThreads = 16

/** Where things lie in an engine's memory (byte addresses) and how large they are: plain data, the same for all threads.
 *  The part up to `fixedBytes` never moves; behind it lie the kept examples, as many as were needed. */
export interface EnginePlan {
  readonly spec: LearnerSpec
  readonly sizes: EngineSizes
  readonly at: EngineAddresses
  readonly scratch: readonly ScratchAddresses[]
  readonly parameters: readonly ParameterBlock[]
  /** Floats of all parameters with their padding. */
  readonly parameterFloats: number
  readonly input: InputSlot
  readonly channel: ChannelSlot
  /** Bytes between two trials of a gradient of the inputs, two maps of a spectrum, two groups of features. */
  readonly strides: { readonly slope: number; readonly map: number; readonly features: number }
  readonly fixedBytes: number
}

/** Values of one parameter: floats from the start of a set of parameters (values, gradients, moments). */
export interface ParameterBlock {
  readonly name: string
  readonly offset: number
  /** Floats with padding. */
  readonly count: number
}

/** What an example is as input of the convolution, `neurons` rows: spectrum, then its sums for the batch moments.
 *  Offsets in bytes from the start of a slot; sums from `sums` on lie without gaps. */
export interface InputSlot {
  readonly bytes: number
  readonly sums: number
  readonly sumFloats: number
  readonly gram: number
  readonly edgeSums: number
  readonly total: number
}

/** What an example is before the selection: spectrum and edge samples of all its channels. */
export interface ChannelSlot {
  readonly bytes: number
  readonly edges: number
}

export type EngineAddresses = Record<(typeof regions)[number], number>
const regions = [
  ...[
    'settings',
    'radices',
    'twiddles',
    'parseval',
    'inputTable',
    'slotTable',
    'rowTable',
    'labels',
    'silence',
    'emptyInput',
  ],
  ...['values', 'gradients', 'firstMoments', 'secondMoments', 'penaltyGradient'],
  ...['uniforms', 'weights', 'masks', 'population', 'sums', 'edges', 'edgeSlopes', 'edgeSlopeGram'],
  ...['second', 'image', 'weighted', 'secondSlopes', 'scaled', 'scaledSlopes', 'momentFilter', 'totalSlope'],
  ...['kernels', 'kernelSlopes', 'kernelColumns', 'kernelRows'],
  ...['inputs', 'channels', 'inputSlopes', 'spectra', 'spectrumSlopes', 'maps', 'shifts', 'mapSums'],
  ...['pooled1', 'pooled2', 'features', 'featureSlopes', 'logits', 'outer', 'headSums', 'staged'],
] as const

export type ScratchAddresses = Record<(typeof scratchRegions)[number], number>
const scratchRegions = [
  'x',
  'y',
  'pool',
  'maps',
  'inputGradient',
  'correlations',
  'weightSlopes',
  'mask',
  'rows',
  'edges',
  'tile',
  'packed',
] as const

/** Raw examples are copied in at most this much at a time. */
const stagedBytes = 8 << 20

export function planEngine(spec: LearnerSpec, capacity: number): EnginePlan {
  const sizes = engineSizes(spec, capacity)
  const { parameters, parameterFloats } = parameterBlocks(spec, sizes)
  const input = inputSlot(sizes)
  const channel = channelSlot(sizes)
  const strides = {
    slope: apart(sizes.tiles * sizes.paddedNeurons * 32),
    map: apart(sizes.tiles * 128),
    features: sizes.features * 16,
  }
  const allocate = createAllocator(constantsAddress + constants.byteLength)
  const bytes = regionBytes({ spec, sizes, parameterFloats, input, channel, strides })
  const at = Object.fromEntries(regions.map((name) => [name, allocate(bytes[name])])) as EngineAddresses
  const own = scratchBytes(sizes)
  const scratch = Array.from(
    { length: mostThreads },
    () => Object.fromEntries(scratchRegions.map((name) => [name, allocate(own[name])])) as ScratchAddresses,
  )
  return { spec, sizes, at, scratch, parameters, parameterFloats, input, channel, strides, fixedBytes: allocate(0) }
}

/** Examples that fit the part for raw ones. */
export const stagedExamples = (sizes: EngineSizes): number =>
  Math.max(1, Math.min(sizes.capacity, Math.floor(stagedBytes / (stagedRows(sizes) * sizes.samples * 4))))

/** Rows of a raw example: its channels, or under hard selection one for each neuron, which may be more. */
const stagedRows = ({ channels, neurons }: EngineSizes): number => Math.max(channels, neurons)

/** Tiles that a thread takes at a time through the convolution, so that their kernels and maps stay in its cache. */
export function convolutionChunk({ paddedMaps, paddedNeurons, capacity }: EngineSizes): number {
  const largest = Math.max(paddedMaps * paddedNeurons, capacity * paddedMaps) * 32
  return Math.max(1, Math.min(8, Math.floor((160 << 10) / largest)))
}

/** Trials whose part of the kernels' gradient is summed at a time: rows of a tile that fit the nearest cache. */
export const trialBlock = ({ paddedNeurons }: EngineSizes): number =>
  Math.max(8, Math.floor((24 << 10) / (paddedNeurons * 32)))

/** Tiles that a thread takes at a time through the gradient of the selection. */
export const selectionChunk = ({ paddedChannels }: EngineSizes): number =>
  Math.max(4, Math.min(32, Math.floor((20 << 10) / (paddedChannels * 32))))

type Known = Pick<EnginePlan, 'spec' | 'sizes' | 'parameterFloats' | 'input' | 'channel' | 'strides'>

function regionBytes({
  sizes,
  parameterFloats,
  input,
  channel,
  strides,
}: Known): Record<(typeof regions)[number], number> {
  const { capacity, groups, paddedNeurons, paddedMaps, tapStride, taps, tiles, filters, features, selects, classes } =
    sizes
  const parameterBytes = parameterFloats * 4
  const edge = sizes.edgeTiles * 8
  const selection = (bytes: number): number => (selects ? bytes : 0)
  const weights = selection(sizes.channels * paddedNeurons * 4)
  const kernels = tiles * paddedMaps * paddedNeurons * 32
  const spectra = groups * paddedMaps * strides.map
  const pooled = (groups * paddedMaps * sizes.pooled * 32) / 2
  const matrix = tapStride * tapStride * 4
  return {
    settings: 512,
    radices: 64,
    twiddles: transformTable(sizes.length).length * 4,
    parseval: tiles * 16,
    inputTable: capacity * 4,
    slotTable: capacity * 4,
    rowTable: capacity * 4,
    labels: capacity * 4,
    silence: sizes.samples * 4 + 16,
    emptyInput: tiles * paddedNeurons * 32,
    values: parameterBytes,
    gradients: parameterBytes,
    firstMoments: parameterBytes,
    secondMoments: parameterBytes,
    penaltyGradient: weights,
    uniforms: selection(capacity * sizes.channels * sizes.neurons * 4 + 16),
    weights: capacity * weights,
    masks: capacity * features * 4,
    population: (filters + sizes.maps) * 16,
    sums: input.sumFloats * 4,
    edges: 2 * sizes.edgeTiles * capacity * paddedNeurons * 32,
    edgeSlopes: 2 * sizes.edgeTiles * paddedNeurons * 32,
    edgeSlopeGram: 2 * edge * edge * 4,
    second: matrix,
    image: filters * tapStride * 4,
    weighted: filters * tapStride * 4,
    secondSlopes: matrix,
    scaled: filters * tapStride * 4,
    scaledSlopes: filters * tapStride * 4,
    momentFilter: tiles * 16,
    totalSlope: 4,
    kernels,
    kernelSlopes: kernels,
    kernelColumns: paddedMaps * taps * paddedNeurons * 4,
    kernelRows: paddedMaps * paddedNeurons * tapStride * 4,
    inputs: capacity * input.bytes,
    channels: selection(capacity * channel.bytes),
    inputSlopes: selection(capacity * strides.slope),
    spectra,
    spectrumSlopes: spectra,
    maps: (groups * paddedMaps * sizes.length * 32) / 2,
    shifts: paddedMaps * 4,
    mapSums: groups * paddedMaps * 16,
    pooled1: pooled,
    pooled2: pooled,
    features: groups * strides.features,
    featureSlopes: groups * strides.features,
    logits: groups * classes * 16,
    outer: groups * classes * 16,
    headSums: groups * paddedMaps * 24,
    staged: stagedExamples(sizes) * stagedRows(sizes) * sizes.samples * 4 + 16,
  }
}

function scratchBytes(sizes: EngineSizes): Record<(typeof scratchRegions)[number], number> {
  const { length, pooling, pooled, capacity, paddedMaps, paddedNeurons, paddedChannels, edgeTiles } = sizes
  return {
    x: length * 32,
    y: length * 32,
    pool: ((pooled - 1) * pooling.stride + pooling.blocks) * 64,
    maps: convolutionChunk(sizes) * capacity * paddedMaps * 32,
    inputGradient: Math.max(selectionChunk(sizes), 2 * edgeTiles) * paddedNeurons * 32,
    correlations: 16 + paddedChannels * paddedNeurons * 16,
    weightSlopes: paddedChannels * paddedNeurons * 4,
    mask: sizes.features * 16,
    rows: 64,
    edges: 2 * edgeTiles * paddedNeurons * 32,
    tile: 256,
    packed: paddedNeurons * 128,
  }
}

function parameterBlocks(spec: LearnerSpec, sizes: EngineSizes) {
  const { network, classes } = spec
  const counts: Record<string, number> = {
    bn1Gamma: sizes.filters,
    bn1Beta: sizes.filters,
    spatial: sizes.maps * sizes.filters * sizes.paddedNeurons,
    bn2Gamma: sizes.maps,
    bn2Beta: sizes.maps,
    fcWeight: classes * sizes.features,
    fcBias: classes,
    alpha: sizes.channels * sizes.paddedNeurons,
  }
  let offset = 0
  const parameters = Object.keys(parameterShapes(spec)).map((name): ParameterBlock => {
    const count = padded(counts[name] ?? network.filtersPerBank * sizes.tapStride, 4)
    offset += count
    return { name, offset: offset - count, count }
  })
  return { parameters, parameterFloats: offset }
}

function inputSlot({ tiles, paddedNeurons, edgeTiles }: EngineSizes): InputSlot {
  const spectrum = tiles * paddedNeurons * 32
  const edge = edgeTiles * 8
  const gram = tiles * 16
  const edgeSums = gram + 2 * edge * edge * 4
  const total = edgeSums + 2 * edge * 4
  const sumFloats = total / 4 + 4
  return { bytes: apart(spectrum + sumFloats * 4), sums: spectrum, sumFloats, gram, edgeSums, total }
}

function channelSlot({ tiles, paddedChannels, edgeTiles }: EngineSizes): ChannelSlot {
  const edges = tiles * paddedChannels * 32
  return { bytes: apart(edges + 2 * edgeTiles * paddedChannels * 32), edges }
}

/** At least this many bytes, and not a multiple of a power of two: equal places of neighbours would fall on the same lines
 *  of a cache and push each other out. */
function apart(bytes: number): number {
  const line = padded(bytes, 64)
  return line + ((4096 + 320 - (line % 4096)) % 4096)
}

/** Hands out stretches of memory one after the other, each at the start of two cache lines. */
function createAllocator(start: number): (bytes: number) => number {
  let next = start
  return (bytes) => {
    const address = padded(next, 128)
    next = address + bytes
    return address
  }
}

/** Writes what never changes: radices, twiddles and the weights of the bins in Parseval's sum (1, 2, …, 2, 1). */
export function writeTables(buffer: ArrayBuffer, { at, sizes }: EnginePlan): void {
  new Float32Array(buffer, constantsAddress, constants.length).set(constants)
  new Int32Array(buffer, at.radices, 16).set(radicesOf(sizes.length)!)
  const twiddles = transformTable(sizes.length)
  new Float32Array(buffer, at.twiddles, twiddles.length).set(twiddles)
  const weights = new Float32Array(buffer, at.parseval, sizes.bins).fill(2)
  weights[0] = weights[sizes.bins - 1] = 1
}
