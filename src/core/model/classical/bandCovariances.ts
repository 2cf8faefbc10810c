import type { CovarianceSpec } from '../../domain/decoder'
import { AppError } from '../../domain/error'
import type { Samples } from '../../domain/units'
import { addProducts, lanes, paddedWidth } from '../../signal/lanes'
import { estimateCovariance } from './covariance'
import { designFilterBank } from './filterBank'
import { addSample, centre, createMoments } from './moments'
import { createSlidingSums } from './slidingSums'

/** Covariances of the bands of windows that slide over a stream. */
export interface BandCovariances {
  restart(): void
  /** Takes samples `[from, end)` of `data [channel, sample]`, the next ones of the stream. */
  take(data: Float32Array, from: Samples): void
  /** `[channel, channel]` of each band, of the window that begins at `start`, a multiple of the hop; its last sample was taken. */
  read(start: Samples): Float64Array[]
}

export interface StreamShape {
  readonly channels: number
  readonly samples: Samples
  readonly hop: Samples
}

/**
 * A filtered sample depends on the `taps` samples up to it, so inside a window all but the first `taps − 1` are the same for
 * every window that holds them, and so are the moments of a hop's worth of them.
 * @throws AppError `signal/bad-spec` when the bands do not fit the rate, or the filters not the window
 */
export function createBandCovariances({ bank, covariance }: CovarianceSpec, shape: StreamShape): BandCovariances {
  const { channels, samples, hop } = shape
  const lead = bank.taps - 1
  const usable = samples - lead
  if (usable < 2) throw tooShort(samples, bank.taps)
  const history = createHistory(channels, bank.taps)
  const total = createMoments(channels)
  const bands = designFilterBank(bank).map((filter) => ({
    filter,
    sums: createSlidingSums(total.length, usable, hop),
  }))
  const filtered = new Float64Array(paddedWidth(channels))
  const sample = filtered.subarray(0, channels)
  let taken = 0
  return {
    restart() {
      taken = 0
      for (const { sums } of bands) sums.restart()
    },
    take(data, from) {
      const length = data.length / channels
      for (let t = from; t < length; t++) {
        history.put(taken, data, t)
        if (taken++ < lead) continue
        for (const { filter, sums } of bands) {
          history.apply(filter, filtered)
          addSample(sums.values, sums.next(), sample)
          sums.added()
        }
      }
    },
    read: (start) =>
      bands.map(({ sums }) => {
        sums.read(start, total)
        return estimateCovariance(centre(total, channels, usable), covariance)
      }),
  }
}

/** The last `taps` samples of every channel, in order, for filters that are symmetric. */
function createHistory(channels: number, taps: number) {
  const passes = paddedWidth(channels) / lanes
  /** `[pass, sample, lane]`, every sample twice, so that the last `taps` are one run. */
  const rings = Array.from({ length: passes }, () => new Float64Array(2 * taps * lanes))
  let newest = 0
  return {
    put(position: Samples, data: Float32Array, t: number): void {
      const length = data.length / channels
      newest = position % taps
      for (let c = 0; c < channels; c++) {
        const ring = rings[Math.floor(c / lanes)]!
        const at = newest * lanes + (c % lanes)
        ring[at] = ring[at + taps * lanes] = data[c * length + t]!
      }
    },
    apply(filter: Float64Array, output: Float64Array): void {
      output.fill(0)
      const run = { values: filter, from: 0, to: taps }
      rings.forEach((ring, pass) =>
        addProducts(run, { values: ring, at: (newest + 1) * lanes }, { values: output, at: pass * lanes }),
      )
    },
  }
}

const tooShort = (samples: Samples, taps: number): AppError =>
  new AppError({
    code: 'signal/bad-spec',
    message: `Filters of ${taps} taps need a window longer than ${taps} samples, got ${samples}.`,
  })
