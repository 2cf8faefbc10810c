import type { BoardRows } from './board'
import type { BoardDescription } from './description'
import type { Stamps } from './lossCounter'

/** Samples of the wired inputs only, copied out of the board's buffer, with their stamps. */
export interface Block extends Stamps {
  readonly numbers: Float64Array | null
  readonly times: Float64Array
  /** One array a wire, µV. */
  readonly data: readonly Float32Array[]
  readonly battery: number | null
}

export function toBlock(read: BoardRows, board: BoardDescription, rows: readonly number[]): Block {
  const row = (index: number): Float64Array => read.data.subarray(index * read.count, (index + 1) * read.count)
  return {
    count: read.count,
    numbers: board.packageRow === null ? null : row(board.packageRow).slice(),
    times: row(board.timestampRow).slice(),
    data: rows.map((index) => Float32Array.from(row(index))),
    battery: board.batteryRow === null ? null : row(board.batteryRow)[read.count - 1]!,
  }
}

export function joinBlocks(blocks: readonly Block[]): Block {
  if (blocks.length === 1) return blocks[0]!
  const last = blocks.at(-1)!
  return {
    count: blocks.reduce((sum, block) => sum + block.count, 0),
    numbers: last.numbers && joinDoubles(blocks.map((block) => block.numbers!)),
    times: joinDoubles(blocks.map((block) => block.times)),
    data: last.data.map((_, wire) => joinFloats(blocks.map((block) => block.data[wire]!))),
    battery: last.battery,
  }
}

const lengthOf = (arrays: readonly { length: number }[]): number => arrays.reduce((sum, { length }) => sum + length, 0)

function joinDoubles(arrays: readonly Float64Array[]): Float64Array {
  const joined = new Float64Array(lengthOf(arrays))
  let at = 0
  for (const array of arrays) {
    joined.set(array, at)
    at += array.length
  }
  return joined
}

function joinFloats(arrays: readonly Float32Array[]): Float32Array {
  const joined = new Float32Array(lengthOf(arrays))
  let at = 0
  for (const array of arrays) {
    joined.set(array, at)
    at += array.length
  }
  return joined
}
