import { AppError } from '../../domain/error'
import type { Channel, Marker, RecordingProblem } from '../../domain/recording'
import { hertz, samples, seconds } from '../../domain/units'
import { toElectrodeNames } from '../../montage/names'
import { voltageFactor } from '../edf/calibration'
import { openEeglabFile } from '../eeglab/readEeglab'
import { noEeg, truncatedData } from '../fields'
import { openMat } from '../mat/openMat'
import { badMarkers, unknownLabels } from '../problems'
import type { OpenOptions, RecordingReader } from '../reader'
import type { ByteSource, FileNeighbours } from '../source'
import { readBbci } from './bbci'
import type { MatlabLayout } from './layout'
import { readPlain } from './plain'

/**
 * Opens a MATLAB file (5 to 7.3) whose variables are in a layout that is known: the BBCI toolbox's (High-Gamma dataset), a
 * matrix with its labels and rate, or an EEGLAB dataset. Throws AppError `file/unsupported` naming the variables that were
 * found, `file/not-eeg`, `file/no-eeg-channels`, `file/truncated-…`.
 */
export function openMatlab(source: ByteSource, neighbours: FileNeighbours, options: OpenOptions): RecordingReader {
  const file = openMat(source, options)
  const layout = readBbci(file) ?? readPlain(file)
  if (layout) return toReader(layout)
  const dataset = openEeglabFile(source, file, neighbours)
  if (dataset) return dataset
  const found = file.names.slice(0, 12).join(', ') || 'none'
  throw new AppError({
    code: 'file/unsupported',
    message: `The variables of this MATLAB file are not in a layout that is known; expected data, srate and labels, found: ${found}. Nothing was imported.`,
    hint: 'Save the matrix as data, the rate as srate and the names of the channels as labels, or export the recording as EDF+.',
    values: { expected: 'data, srate, labels', got: found },
  })
}

function toReader(layout: MatlabLayout): RecordingReader {
  const { sampleRate, sampleCount, labels, units, read } = layout
  if (sampleCount === 0) throw truncatedData(1, 0)
  const electrodes = toElectrodeNames(labels)
  const factors = units.map((unit) => (unit === null ? 1 : voltageFactor(unit === 'n/a' ? 'none of volts' : unit)))
  if (!factors.some((factor) => typeof factor === 'number')) throw noEeg(labels)
  const isVoltage = (i: number): boolean => typeof factors[i] === 'number'
  const channels = labels.map((label, i): Channel => ({
    ...{ label, electrode: isVoltage(i) ? electrodes[i]! : null, unit: isVoltage(i) ? 'µV' : units[i]! },
  }))
  const markers = layout.events.flatMap(({ code, sample, duration }): Marker[] =>
    sample >= 0 && sample < sampleCount
      ? [{ code, sample: samples(sample), ...(duration === undefined ? {} : { duration: seconds(duration) }) }]
      : [],
  )
  const bad = layout.badEvents + layout.events.length - markers.length
  const all = labels.map((_, i) => i)
  return {
    info: {
      format: 'matlab',
      ...{ sampleRate: hertz(sampleRate), sampleCount: samples(sampleCount), channels },
      markers: markers.sort((a, b) => a.sample - b.sample),
      problems: [...unknownUnits(layout), ...badMarkers(bad), ...unknownLabels(channels)],
    },
    companions: [],
    read(from, to, wanted = all) {
      const [low, high] = [Math.max(0, from), Math.min(to, sampleCount)]
      return read(low, Math.max(low, high), wanted).map((data, i) => {
        const factor = factors[wanted[i]!]
        return typeof factor !== 'number' || factor === 1 ? data : data.map((value) => value * factor)
      })
    },
  }
}

function unknownUnits({ labels, units }: MatlabLayout): RecordingProblem[] {
  const list = labels.filter((_, i) => units[i] === null).join(', ')
  return list === ''
    ? []
    : [
        {
          code: 'unknown-unit',
          message: `The file names no unit, microvolts were taken: ${list}.`,
          values: { labels: list },
        },
      ]
}
