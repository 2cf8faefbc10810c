import { toErrorData, type ErrorData } from '../../../../core/domain/error'
import type { QualitySpectra, RecordingQuality } from '../../../../core/domain/quality'
import { api } from '../../../lib/api'

/** Numbers and spectra of one recording, asked for when someone looks. */
export class QualityDetails {
  #found = $state.raw<RecordingQuality | null>(null)
  #spectra = $state.raw<QualitySpectra | null>(null)
  #error = $state.raw<ErrorData | null>(null)
  #asked = 0

  get found(): RecordingQuality | null {
    return this.#found
  }
  get spectra(): QualitySpectra | null {
    return this.#spectra
  }
  get error(): ErrorData | null {
    return this.#error
  }

  /** An answer for a recording that is not looked at any more is dropped. */
  async load(recordingId: number): Promise<void> {
    const asked = ++this.#asked
    this.#found = null
    this.#spectra = null
    this.#error = null
    try {
      const found = await api.recordings.qualityFindings({ recordingId })
      if (asked === this.#asked) this.#found = found
    } catch (thrown) {
      if (asked === this.#asked) this.#error = toErrorData(thrown)
    }
  }
  async loadSpectra(recordingId: number): Promise<void> {
    const asked = this.#asked
    try {
      const spectra = await api.recordings.spectra({ recordingId })
      if (asked === this.#asked) this.#spectra = spectra
    } catch (thrown) {
      if (asked === this.#asked) this.#error = toErrorData(thrown)
    }
  }
}
