import type { Marker } from '../../domain/recording'
import { readStored, type RecordLayout, type RecordSignal } from '../records'
import type { ByteSource } from '../source'

/** Bits of BioSemi's status channel that carry triggers; the upper eight say how the amplifier is
 *  (https://www.biosemi.com/faq/trigger_signals.htm). */
const triggerBits = 0xffff

/** A marker wherever the trigger word changes to another than zero. */
export function readTriggers(source: ByteSource, layout: RecordLayout, signal: RecordSignal): Marker[] {
  const markers: Marker[] = []
  let previous: number | null = null
  for (let record = 0; record < layout.records; record++) {
    const words = readStored(source, layout, record, signal)
    for (let i = 0; i < words.length; i++) {
      const word = words[i]! & triggerBits
      // What is on the line when the recording begins is no event.
      const rises = previous !== null && word !== previous && word !== 0
      previous = word
      if (rises) markers.push({ code: String(word), sample: record * signal.samplesPerRecord + i })
    }
  }
  return markers
}
