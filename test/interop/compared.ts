import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Recording } from '../../src/core/domain/recording'

/** What a reader of others found in a file, or that it refused it. */
export interface Finding {
  readonly reader: string
  readonly path: string
  readonly refused?: string
  readonly rate: number
  readonly labels: readonly string[]
  /** Labels whose values this reader changes. */
  readonly skipped?: readonly string[]
  readonly count: number
  /** Sample, not rounded, and code; null: it reads none in this format. */
  readonly events: readonly (readonly [number, string])[] | null
  /** `[channel][sample]`, volts as µV. */
  readonly data: readonly Float64Array[]
}

export interface Pair {
  readonly reader: string
  readonly path: string
}

type Run = (script: string, ...args: readonly string[]) => string

/** All pairs by one process of Python, in their order. */
export function readWithOthers(run: Run, plan: readonly Pair[]): Finding[] {
  const folder = mkdtempSync(join(tmpdir(), 'sparsecap-interop-'))
  try {
    writeFileSync(join(folder, 'plan.json'), JSON.stringify(plan))
    run('../../interop/readers.py', join(folder, 'plan.json'), folder)
    const found = JSON.parse(readFileSync(join(folder, 'found.json'), 'utf8')) as (Finding & { values?: string })[]
    return found.map((one) => ({ ...one, data: one.values ? readNpy(join(folder, one.values)) : [] }))
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Rows of a matrix of float64 (NPY 1.0, https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html). */
function readNpy(path: string): Float64Array[] {
  const bytes = readFileSync(path)
  const start = 10 + bytes.readUInt16LE(8)
  const header = bytes.toString('latin1', 10, start)
  const [rows, columns] = /'shape': \((\d+), (\d+)\)/.exec(header)!.slice(1).map(Number) as [number, number]
  if (!header.includes("'<f8'") || !header.includes("'fortran_order': False")) throw new Error(header)
  const all = new Float64Array(bytes.buffer.slice(bytes.byteOffset + start, bytes.byteOffset + bytes.length))
  return Array.from({ length: rows }, (_, c) => all.subarray(c * columns, (c + 1) * columns))
}

/** MNE numbers labels that are there twice (`F1-0`, `F1-1`), and BioSig's GDF ends labels with a point. */
const sameLabel = (ours: string, theirs: string): boolean =>
  ours === theirs || ours.trim().replace(/\.+$/, '') === theirs.trim().replace(/\.+$/, '').replace(/-\d+$/, '')

/** Index in theirs of each of our channels, in order; −1: it is not there. Without labels both are in order. */
export function pairChannels(ours: readonly string[], theirs: readonly string[]): number[] {
  if (theirs.length === 0) return ours.map((_, i) => i)
  let next = 0
  return ours.map((label) => {
    const at = theirs.findIndex((one, i) => i >= next && sameLabel(label, one))
    if (at >= 0) next = at + 1
    return at
  })
}

/** Number of a recording's sample among those that the file holds. */
export const storedAt = ({ gaps = [] }: Recording, sample: number): number =>
  sample - gaps.reduce((sum, { start, length }) => (start < sample ? sum + Math.min(length, sample - start) : sum), 0)

/** Numbers are written alike: `7.0` is `7`. */
const toCode = (code: string): string => (/^-?\d+\.0$/.test(code) ? code.slice(0, -2) : code)

export interface CodedEvent {
  readonly code: string
  readonly sample: number
}

const inOrder = (events: readonly CodedEvent[]): CodedEvent[] =>
  [...events].sort((a, b) => (a.code === b.code ? a.sample - b.sample : a.code < b.code ? -1 : 1))

/** By code, then by sample; those that are no sample of the file are left out, as we leave them out. */
export const eventsOfTheirs = ({ events, count }: Finding): CodedEvent[] =>
  inOrder((events ?? []).map(([sample, code]) => ({ sample, code: toCode(code) }))).filter(
    ({ sample }) => sample >= -0.5 && sample < count,
  )

export const eventsOfOurs = (ours: Recording): CodedEvent[] =>
  inOrder(ours.markers.map(({ sample, code }) => ({ code, sample: storedAt(ours, sample) })))

/** Samples that the file holds: held values of gaps are ours alone. */
export function storedSamples({ sampleCount, gaps = [] }: Recording): (data: Float32Array) => Float32Array {
  return (data) => {
    const kept = new Float32Array(sampleCount)
    let [at, from] = [0, 0]
    for (const { start, length } of [...gaps, { start: sampleCount, length: 0 }]) {
      kept.set(data.subarray(from, start), at)
      at += start - from
      from = start + length
    }
    return kept.subarray(0, at)
  }
}

/** Largest difference in units of what a float32 of that channel can tell apart; 1 is rounding. */
export function roundings(ours: Float32Array, theirs: Float64Array): number {
  let [difference, largest] = [0, 0]
  for (let i = 0; i < ours.length; i++) {
    const [a, b] = [ours[i]!, theirs[i]!]
    if (Number.isNaN(a) && Number.isNaN(b)) continue
    if (!(Math.abs(a - b) <= difference)) difference = Math.abs(a - b)
    largest = Math.max(largest, Math.abs(b))
  }
  return difference === 0 ? 0 : difference / (largest * 2 ** -23)
}
