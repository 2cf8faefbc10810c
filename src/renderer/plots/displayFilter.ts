import { designButterworth } from '../../core/signal/butterworth'
import { createFilterBank } from '../../core/signal/filter'

/** Takes slow drift and electrode offset out of what is drawn; what is decoded and recorded does not come through here. */
export interface DisplayFilter {
  /** The samples as they are drawn, one new array a channel. `start` is on the source's clock. */
  apply(start: number, data: readonly Float32Array[]): Float32Array[]
}

const corner = 1

/** A causal high-pass at 1 Hz, order 2; it starts anew at a gap, from the value that the signal then has. */
export function createDisplayFilter(channels: number, sampleRate: number): DisplayFilter {
  const bank = createFilterBank(
    designButterworth({ kind: 'highpass', order: 2, corners: [corner] }, sampleRate),
    channels,
  )
  let next: number | null = null
  return {
    apply(start, data) {
      const length = data[0]?.length ?? 0
      const fresh = start !== next
      next = start + length
      return data.map((samples, channel) => {
        const buffer = Float64Array.from(samples)
        if (fresh && length > 0) bank.prime(channel, buffer[0]!)
        bank.run(channel, buffer, length)
        return Float32Array.from(buffer)
      })
    },
  }
}
