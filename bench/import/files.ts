import { closeSync, openSync, writeFileSync, writeSync } from 'node:fs'
import { createRandom } from '../../src/core/domain/random'
import { eegmmidbSites } from '../../src/core/montage/regions'
import { writeLargeBdf } from '../../test/support/largeBdf'

const random = createRandom(11)
/** Different records that come in turn: what is written need not be new, only not all the same. */
const turns = 8

/** 64 channels (the status channel among them) at 512 Hz: 708 MB for two hours. Every sample is written, none is a hole; all channels are
 *  electrodes, so that import measures the quality of each. */
export function writeBdf(path: string, seconds: number): void {
  const [channels, rate] = [63, 512]
  const [head, recordBytes] = [256 * (channels + 2), (channels + 1) * rate * 3]
  writeLargeBdf(path, { bytes: head + seconds * recordBytes, channels, sampleRate: rate, names: eegmmidbSites })
  const records = Array.from({ length: turns }, () => {
    const bytes = new Uint8Array(recordBytes)
    const view = new DataView(bytes.buffer)
    for (let i = 0; i < channels * rate; i++) {
      const value = Math.round(random.normal() * 2000)
      view.setUint16(3 * i, value & 0xffff, true)
      bytes[3 * i + 2] = value >> 16
    }
    return bytes
  })
  const file = openSync(path, 'r+')
  for (let record = 0; record < seconds; record++)
    writeSync(file, records[record % turns]!, 0, recordBytes, head + record * recordBytes)
  closeSync(file)
}

/** 64 channels of INT_16 at 500 Hz, multiplexed: the usual recording of a BrainAmp. Gives the header's path. */
export function writeBrainVision(stem: string, seconds: number): string {
  const [channels, rate] = [64, 500]
  const rows = Array.from({ length: channels }, (_, i) => `Ch${i + 1}=E${i + 1},,0.1,µV`)
  writeFileSync(
    `${stem}.vhdr`,
    [
      'Brain Vision Data Exchange Header File Version 1.0',
      ...['[Common Infos]', 'Codepage=UTF-8', `DataFile=${name(stem)}.eeg`, `MarkerFile=${name(stem)}.vmrk`],
      ...['DataFormat=BINARY', 'DataOrientation=MULTIPLEXED', `NumberOfChannels=${channels}`],
      ...[`SamplingInterval=${1e6 / rate}`, '[Binary Infos]', 'BinaryFormat=INT_16', '[Channel Infos]', ...rows, ''],
    ].join('\n'),
  )
  const marks = ['Brain Vision Data Exchange Marker File, Version 1.0', '[Common Infos]', 'Codepage=UTF-8']
  const first = [`DataFile=${name(stem)}.eeg`, '[Marker Infos]', 'Mk1=Stimulus,S  1,1000,1,0', '']
  writeFileSync(`${stem}.vmrk`, [...marks, ...first].join('\n'))
  writeFileSync(
    `${stem}.eeg`,
    Int16Array.from({ length: channels * rate * seconds }, () => random.normal() * 500),
  )
  return `${stem}.vhdr`
}

const name = (stem: string): string => stem.replace(/^.*[\\/]/, '')
