import { forShare, setting, stagedKind, type Phase, type ThreadContext } from './threadContext'

/** Turns staged raw examples `[example, row, sample]` into spectra in their slots (`slotTable`). */
export const transformStaged: Phase = {
  name: 'transform',
  run(context) {
    const { settings, words, plan } = context
    const { at, sizes } = plan
    const isChannels = settings[setting.stagedAs] === stagedKind.channels
    const rows = isChannels ? sizes.channels : sizes.neurons
    const padded = isChannels ? sizes.paddedChannels : sizes.paddedNeurons
    forShare(context, settings[setting.staged]!, (example) => {
      const slot = words[at.slotTable / 4 + example]!
      const raw = at.staged + example * rows * sizes.samples * 4
      transformRows(context, { raw, rows, padded, to: slot })
      if (isChannels) tileEdges(context, { raw, rows, padded, to: slot + plan.channel.edges })
      else sumInput(context, { raw, rows, padded, to: slot })
    })
  },
}

interface RawRows {
  readonly raw: number
  readonly rows: number
  readonly padded: number
  readonly to: number
}

/** Spectra of eight rows at a time: four as real, four as imaginary parts. */
function transformRows({ kernels, plan, scratch, words }: ThreadContext, { raw, rows, padded, to }: RawRows): void {
  const { at, sizes } = plan
  for (let first = 0; first < padded; first += 8) {
    for (let i = 0; i < 8; i++) {
      const row = first + i
      words[scratch.rows / 4 + i] = row < rows ? raw + row * sizes.samples * 4 : at.silence
    }
    kernels.interleave(scratch.x, scratch.rows, sizes.samples, sizes.length)
    const result = kernels.transform(scratch.x, scratch.y, sizes.length, at.radices, at.twiddles)
    const start = to + first * 32
    const halves = first + 8 <= padded ? 2 : 1
    kernels.toTiles(start, start + 128, padded * 32, result, sizes.length, 1, halves, scratch.tile)
  }
}

/** The samples at both ends as tiles of eight, `[side · tile][row]`; zero beyond the filters' half length. */
function tileEdges({ plan, floats, memory }: ThreadContext, { raw, rows, padded, to }: RawRows): void {
  const { samples, half, edgeTiles } = plan.sizes
  const into = new Float32Array(memory.buffer, to, 2 * edgeTiles * padded * 8)
  for (let row = 0; row < rows; row++) {
    const from = raw / 4 + row * samples
    for (let u = 0; u < half && u < samples; u++) {
      const end = half - 1 - u
      into[((u >> 3) * padded + row) * 8 + (u & 7)] = floats[from + u]!
      into[((edgeTiles + (end >> 3)) * padded + row) * 8 + (end & 7)] = floats[from + samples - 1 - u]!
    }
  }
}

/** The sums for the batch moments that an example adds when it comes without selection. */
function sumInput(context: ThreadContext, rows: RawRows): void {
  const { kernels, plan, scratch } = context
  const { sizes, input } = plan
  kernels.power(rows.to + input.sums, rows.to, rows.padded * 32, rows.padded, sizes.tiles)
  tileEdges(context, { ...rows, to: scratch.edges })
  const edges = { at: scratch.edges, stride: rows.padded * 32, rows: rows.padded }
  const sums = rows.to + input.sums
  for (let block = 0; block < 2 * sizes.edgeTiles; block++) {
    sumEdgeProducts(context, edges, { gram: sums + input.gram, edgeSums: sums + input.edgeSums, block })
  }
  new Float32Array(context.memory.buffer, sums + input.total, 1)[0] = sumOfFirstBins(context, rows.to, rows.rows)
}

/** Σ of all samples of all rows: bin 0 of their spectra. */
export function sumOfFirstBins({ memory }: Pick<ThreadContext, 'memory'>, spectrum: number, rows: number): number {
  const tile = new Float32Array(memory.buffer, spectrum, rows * 8)
  let sum = 0
  for (let row = 0; row < rows; row++) sum += tile[row * 8]!
  return sum
}

/** Eight rows of a Gram matrix of edge samples and their sums. Edges: `[side · tile]`, `stride` bytes apart, of rows of
 *  eight samples. */
export function sumEdgeProducts(
  { kernels, plan }: ThreadContext,
  edges: { at: number; stride: number; rows: number },
  to: { gram: number; edgeSums: number; block: number },
): void {
  const { edgeTiles } = plan.sizes
  const edge = edgeTiles * 8
  const side = Math.floor(to.block / edgeTiles)
  const tile = to.block % edgeTiles
  const left = edges.at + to.block * edges.stride
  for (let other = tile; other < edgeTiles; other++) {
    const right = edges.at + (side * edgeTiles + other) * edges.stride
    const into = to.gram + ((side * edge + tile * 8) * edge + other * 8) * 4
    kernels.multiply(into, edge * 4, left, 4, 32, right, 32, 8, 8, edges.rows, false)
  }
  kernels.sumRows(to.edgeSums + to.block * 32, left, 32, edges.rows, 8)
}
