import type { Parameters } from '../domain/model'
import { parameterShapes } from '../model/parameters'
import type { EnginePlan, ParameterBlock } from './layout'

/** Sets of numbers of the shape of the parameters. */
export type ParameterSet = 'values' | 'gradients' | 'firstMoments' | 'secondMoments'

/** Writes parameters in the golden layout into the engine's padded one. */
export function writeParameters(buffer: ArrayBuffer, plan: EnginePlan, part: ParameterSet, values: Parameters): void {
  for (const block of plan.parameters) {
    const source = values[block.name]
    const target = floatsOf(buffer, plan, part, block)
    if (source)
      forEachRow(plan, block, source.length, (from, to, count) => target.set(source.subarray(from, from + count), to))
    else target.fill(0)
  }
}

/** Copies, golden layout. */
export function readParameters(
  buffer: ArrayBuffer,
  plan: EnginePlan,
  part: ParameterSet,
): Record<string, Float32Array> {
  return Object.fromEntries(plan.parameters.map((block) => [block.name, readParameter(buffer, plan, part, block)]))
}

export function readParameter(
  buffer: ArrayBuffer,
  plan: EnginePlan,
  part: ParameterSet,
  block: ParameterBlock,
): Float32Array {
  const source = floatsOf(buffer, plan, part, block)
  const values = new Float32Array(goldenSize(plan, block))
  forEachRow(plan, block, values.length, (to, from, count) => values.set(source.subarray(from, from + count), to))
  return values
}

const floatsOf = (
  buffer: ArrayBuffer,
  plan: EnginePlan,
  part: ParameterSet,
  { offset, count }: ParameterBlock,
): Float32Array => new Float32Array(buffer, plan.at[part] + offset * 4, count)

/** Visits the rows of a parameter: where each starts in the golden layout and in the padded one. */
function forEachRow(
  plan: EnginePlan,
  block: ParameterBlock,
  size: number,
  visit: (golden: number, padded: number, count: number) => void,
): void {
  const { row, stride, margin } = rowsOf(plan, block)
  if (row === 0) return visit(0, 0, size)
  for (let at = 0, i = 0; at < size; at += row, i++) visit(at, i * stride + margin, row)
}

/** Rows of filters are centred between zeros, rows of neurons filled up behind; the others have none (0). */
function rowsOf({ sizes, spec }: EnginePlan, { name }: ParameterBlock) {
  const bank = spec.network.taps.findIndex((taps) => name === `temporal${taps}`)
  if (bank >= 0) {
    const row = spec.network.taps[bank]!
    return { row, stride: sizes.tapStride, margin: (sizes.taps - row) / 2 }
  }
  const hasNeurons = name === 'spatial' || name === 'alpha'
  return { row: hasNeurons ? sizes.neurons : 0, stride: sizes.paddedNeurons, margin: 0 }
}

const goldenSize = ({ spec }: EnginePlan, { name }: ParameterBlock): number =>
  parameterShapes(spec)[name]!.reduce((a, b) => a * b, 1)
