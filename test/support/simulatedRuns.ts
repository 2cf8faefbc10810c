import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { ClassId } from '../../src/core/domain/trial'
import { writeEdf } from '../../src/core/formats/edf/writeEdf'
import { simulateRun, type SimulatedRun } from '../../src/core/simulation/simulatedRun'
import { createSimulatedSubject } from '../../src/core/simulation/subject'

export interface RunsToSimulate {
  readonly subject?: number
  readonly runs?: number
  /** A run. */
  readonly trials?: number
  readonly sampleRate?: number
  readonly electrodes?: readonly string[]
  readonly classes?: readonly ClassId[]
  /** Changes samples, markers or both before they are written; runs count from 1. */
  alter?(run: SimulatedRun, number: number): SimulatedRun
}

/** What is moved sits under C3 (right fist) and C4 (left fist); the others see it faintly or not at all. */
export const simulatedSites = ['C3', 'C4', 'Fp1', 'Fp2', 'F7', 'F8', 'T7', 'T8', 'P7', 'P8', 'O1', 'O2'] as const

/** Writes runs of a simulated person, `SIM1R01.edf` …; as BrainVision in float32 where samples are no numbers, which EDF cannot say. */
export function writeSimulatedRuns(folder: string, wish: RunsToSimulate = {}): string {
  const { subject = 1, runs = 3, trials = 20, electrodes = simulatedSites } = wish
  mkdirSync(folder, { recursive: true })
  for (let number = 1; number <= runs; number++) {
    const plain = simulateRun({
      subject: createSimulatedSubject(subject),
      seed: 100 * subject + number,
      ...{ trials, electrodes },
      classes: wish.classes ?? ['left-fist', 'right-fist'],
      ...(wish.sampleRate ? { sampleRate: wish.sampleRate } : {}),
    })
    const run = wish.alter?.(plain, number) ?? plain
    const name = `SIM${subject}R0${number}`
    const isWhole = run.data.every((channel) => channel.every(Number.isFinite))
    if (isWhole) writeFileSync(join(folder, `${name}.edf`), writeEdf({ ...run, startedAt: '2024-05-06T09:00:00' }))
    else writeBrainVision(folder, name, run)
  }
  return folder
}

/** BrainVision Core Data Format 1.0, multiplexed. */
function writeBrainVision(folder: string, name: string, { data, labels, markers, sampleRate }: SimulatedRun): void {
  const samples = new Float32Array(data.length * data[0]!.length)
  data.forEach((channel, c) => channel.forEach((value, i) => (samples[i * data.length + c] = value)))
  const header = `Brain Vision Data Exchange Header File Version 1.0
[Common Infos]
Codepage=UTF-8
DataFile=${name}.eeg
MarkerFile=${name}.vmrk
DataFormat=BINARY
DataOrientation=MULTIPLEXED
NumberOfChannels=${data.length}
SamplingInterval=${1e6 / sampleRate}
[Binary Infos]
BinaryFormat=IEEE_FLOAT_32
[Channel Infos]
${labels.map((label, i) => `Ch${i + 1}=${label},,1,µV`).join('\n')}
`
  const marks = markers.map(({ code, sample }, i) => `Mk${i + 1}=Stimulus,${code},${sample + 1},1,0`)
  writeFileSync(join(folder, `${name}.vhdr`), header)
  writeFileSync(join(folder, `${name}.eeg`), new Uint8Array(samples.buffer))
  writeFileSync(
    join(folder, `${name}.vmrk`),
    `Brain Vision Data Exchange Marker File, Version 1.0\n[Common Infos]\nCodepage=UTF-8\nDataFile=${name}.eeg\n[Marker Infos]\n${marks.join('\n')}\n`,
  )
}
