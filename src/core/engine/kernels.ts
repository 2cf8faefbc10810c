import { fromBase64 } from '../domain/base64'
import { kernelModule } from './kernels.generated'

/** What the kernels (`assembly/`, where each is described) take: addresses and strides in bytes, counts, numbers. */
export interface Kernels {
  transform(from: number, to: number, length: number, radices: number, twiddles: number): number
  fromTiles(to: number, first: number, second: number, tileStride: number, length: number, scratch: number): void
  interleave(to: number, rows: number, samples: number, length: number): void
  toTiles(
    first: number,
    second: number,
    tileStride: number,
    from: number,
    length: number,
    scale: number,
    halves: number,
    scratch: number,
  ): void
  dropoutMask(to: number, key: number, trial: number, features: number, rate: number, kept: number): void
  uniforms(to: number, stride: number, key: number, index: number, rows: number, columns: number): void
  concrete(weights: number, alpha: number, rows: number, neurons: number, inverseTemperature: number): void
  concreteGradient(weights: number, slopes: number, rows: number, neurons: number, inverseTemperature: number): void
  correlate(sums: number, d: number, dStride: number, g: number, rows: number, neurons: number, tiles: number): void
  gatherWeights(to: number, sums: number, rows: number, neurons: number): void
  inputGradient(
    to: number,
    dX: number,
    x: number,
    stride: number,
    parseval: number,
    filter: number,
    neurons: number,
    tiles: number,
  ): void
  power(to: number, from: number, stride: number, rows: number, tiles: number): void
  select(
    weights: number,
    from: number,
    fromStride: number,
    to: number,
    toStride: number,
    power: number,
    rows: number,
    neurons: number,
    tiles: number,
  ): void
  centre(
    out: number,
    mapStride: number,
    shifts: number,
    trials: number,
    maps: number,
    paddedMaps: number,
    factor: number,
  ): void
  convolve(
    out: number,
    mapStride: number,
    kernel: number,
    kernelRow: number,
    kernelTile: number,
    inputs: number,
    offset: number,
    groups: number,
    maps: number,
    paddedMaps: number,
    neurons: number,
    tiles: number,
    packed: number,
  ): void
  convolveBack(
    to: number,
    inputStride: number,
    kernel: number,
    kernelRow: number,
    slopes: number,
    tileBytes: number,
    trials: number,
    maps: number,
    paddedMaps: number,
    tiles: number,
  ): void
  gatherMaps(
    to: number,
    from: number,
    mapStride: number,
    groups: number,
    maps: number,
    tiles: number,
    tileBytes: number,
  ): void
  kernelGradient(
    to: number,
    kernelRow: number,
    inputs: number,
    offset: number,
    slopes: number,
    trials: number,
    maps: number,
    paddedMaps: number,
    add: boolean,
  ): void
  features(
    to: number,
    slopes: number,
    p1: number,
    p2: number,
    mask: number,
    pooled: number,
    a: number,
    b: number,
    floor: number,
  ): void
  featuresBack(
    slopes: number,
    p1: number,
    p2: number,
    outer: number,
    weights: number,
    classStride: number,
    classes: number,
    pooled: number,
    a: number,
    b: number,
    sums: number,
  ): void
  linearGradient(
    to: number,
    from: number,
    groupStride: number,
    outer: number,
    outerStride: number,
    groups: number,
    count: number,
  ): void
  logits(to: number, from: number, weights: number, count: number, bias: number): void
  pool(
    p1: number,
    p2: number,
    sums: number,
    from: number,
    samples: number,
    block: number,
    blocks: number,
    stride: number,
    pooled: number,
    scratch: number,
  ): void
  poolBack(
    to: number,
    from: number,
    dP1: number,
    dP2: number,
    samples: number,
    block: number,
    blocks: number,
    stride: number,
    pooled: number,
    h1First: number,
    h1Second: number,
    h2First: number,
    h2Second: number,
  ): void
  adam(
    values: number,
    gradients: number,
    first: number,
    second: number,
    count: number,
    decay: number,
    rate: number,
    correction2: number,
  ): void
  clear(at: number, bytes: number): void
  copy(to: number, from: number, bytes: number): void
  multiply(
    c: number,
    cRow: number,
    a: number,
    aRow: number,
    aStep: number,
    b: number,
    bRow: number,
    rows: number,
    columns: number,
    depth: number,
    add: boolean,
  ): void
  squares(from: number, count: number): number
  sumRows(to: number, from: number, stride: number, rows: number, count: number): void
  sumRowsAt(to: number, table: number, offset: number, rows: number, count: number): void
  takeRows(
    columns: number,
    columnStride: number,
    rows: number,
    rowStride: number,
    from: number,
    count: number,
    scale: number,
  ): void
}

let compiled: WebAssembly.Module | null = null

/** The kernels, compiled once a process. */
export function engineKernels(): WebAssembly.Module {
  compiled ??= new WebAssembly.Module(fromBase64(kernelModule))
  return compiled
}

export function instantiateKernels(module: WebAssembly.Module, memory: WebAssembly.Memory): Kernels {
  const abort = (): never => {
    throw new Error('A kernel of the engine failed.')
  }
  return new WebAssembly.Instance(module, { env: { memory, abort } }).exports as unknown as Kernels
}
