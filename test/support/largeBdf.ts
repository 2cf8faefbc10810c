import { closeSync, ftruncateSync, openSync, writeSync } from 'node:fs'

export interface LargeBdf {
  /** About how long, bytes; whole records. */
  readonly bytes: number
  readonly channels?: number
  /** Names of the channels; `EEG 001` … where absent. */
  readonly names?: readonly string[]
  readonly sampleRate?: number
  /** Seconds at which the status channel has a trigger of code 1. */
  readonly triggers?: readonly number[]
}

/** A BDF as BioSemi writes it, with silence in it: the file system need not hold what was never written. Returns its records. */
export function writeLargeBdf(
  path: string,
  { bytes, channels = 64, sampleRate = 512, triggers = [], names }: LargeBdf,
): number {
  const numbered = Array.from({ length: channels }, (_, i) => `EEG ${String(i + 1).padStart(3, '0')}`)
  const labels = [...(names?.slice(0, channels) ?? numbered), 'Status']
  const headerBytes = 256 * (labels.length + 1)
  const recordBytes = labels.length * sampleRate * 3
  const records = Math.floor((bytes - headerBytes) / recordBytes)
  const field = (text: string | number, width: number): string => String(text).padEnd(width)
  const each = (width: number, value: (status: boolean) => string | number): string =>
    labels.map((label) => field(value(label === 'Status'), width)).join('')
  const fixed = [
    field('X', 80) + field('X', 80) + '01.01.2400.00.00' + field(headerBytes, 8) + field('24BIT', 44),
    field(records, 8) + field(1, 8) + field(labels.length, 4),
  ]
  const signals = [
    labels.map((label) => field(label, 16)).join(''),
    each(80, () => 'Active Electrode') + each(8, (status) => (status ? 'Boolean' : 'uV')),
    each(8, (status) => (status ? -8388608 : -262144)) + each(8, (status) => (status ? 8388607 : 262143)),
    each(8, () => -8388608) + each(8, () => 8388607),
    each(80, () => 'None') + each(8, () => sampleRate) + each(32, () => ''),
  ]
  const header = Buffer.concat([
    Buffer.from([0xff]),
    Buffer.from('BIOSEMI' + fixed.join('') + signals.join(''), 'latin1'),
  ])
  const file = openSync(path, 'w')
  writeSync(file, header, 0, header.length, 0)
  ftruncateSync(file, headerBytes + records * recordBytes)
  for (const second of triggers)
    writeSync(file, Buffer.from([1, 0, 0]), 0, 3, headerBytes + second * recordBytes + channels * sampleRate * 3 + 300)
  closeSync(file)
  return records
}
