import type { ChannelType } from '../../core/domain/channelType'
import type { ElectrodeName } from '../../core/domain/electrode'
import type { BidsChannel } from '../../core/formats/bids/writeSidecars'
import { headerBytesOf, isAnnotation, isStatus, readEdfHeader } from '../../core/formats/edf/header'
import type { RecordingReader } from '../../core/formats/reader'
import { placeChannels, type ChannelEdit } from '../../core/montage/channelEdits'
import { openFileSource } from '../../store/fileSource'

/** Channels as the study has them. `names`: what they are called in the exported file, those of the recording where it is copied. */
export function channelsOf(
  { info }: RecordingReader,
  { edits, bad, names }: { edits: readonly ChannelEdit[]; bad: readonly ElectrodeName[]; names?: readonly string[] },
): BidsChannel[] {
  return placeChannels(info.channels, edits).map(({ label, unit, type, electrode }, i) => ({
    ...{ name: names?.[i] ?? label.trim(), type, unit: unit === 'µV' ? 'uV' : unit, sampleRate: info.sampleRate },
    isBad: electrode === null ? null : bad.includes(electrode),
  }))
}

/** Those and the signals of an EDF or BDF that recordings leave out (of other rates, triggers), in the order of the file. */
export function channelsOfEdf(path: string, known: readonly BidsChannel[]): BidsChannel[] {
  const source = openFileSource(path)
  try {
    const header = readEdfHeader(headerBytesOf(source))
    const left = [...known]
    return header.signals
      .filter((signal) => !isAnnotation(signal))
      .map((signal): BidsChannel => {
        const at = left.findIndex(({ name }) => name === signal.label.trim())
        if (at >= 0) return left.splice(at, 1)[0]!
        const type: ChannelType = isStatus(signal, header) ? 'trigger' : 'other'
        const sampleRate = signal.samplesPerRecord / header.recordDuration
        return { name: signal.label.trim(), type, unit: signal.unit, sampleRate, isBad: null }
      })
  } finally {
    source.close()
  }
}
