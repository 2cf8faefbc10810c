import type { Marker } from '../../domain/recording'
import { samples } from '../../domain/units'
import { bytesOf, type RecordLayout, type RecordSignal } from '../records'
import { readInto, type ByteSource } from '../source'

/** A marker wherever the trigger word changes to another than zero. `signal`: of 24 bits, as BDF has them: the lower 16 are the triggers, the upper
 *  eight say how the amplifier is (https://www.biosemi.com/faq/trigger_signals.htm). */
export function readTriggers(source: ByteSource, layout: RecordLayout, signal: RecordSignal): Marker[] {
  const markers: Marker[] = []
  const bytes = new Uint8Array(signal.samplesPerRecord * bytesOf(signal.type))
  let previous: number | null = null
  for (let record = 0; record < layout.records; record++) {
    const whole = readInto(source, bytes, layout.start + record * layout.recordBytes + signal.at) - 2
    for (let i = 0, at = 0; at < whole; i++, at += 3) {
      const word = bytes[at]! | (bytes[at + 1]! << 8)
      if (word === previous) continue
      // What is on the line when the recording begins is no event.
      if (previous !== null && word !== 0)
        markers.push({ code: String(word), sample: samples(record * signal.samplesPerRecord + i) })
      previous = word
    }
  }
  return markers
}
