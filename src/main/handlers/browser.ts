import { tidySpans } from '../../core/domain/badSpans'
import { isFinal, type JobId } from '../../core/domain/job'
import type { BrowserView } from '../../ipc/views'
import type { AreaHandlers, MainContext } from './context'

export function browserHandlers({ current, jobs, questions }: MainContext): AreaHandlers<'browser'> {
  /** Jobs by the recording whose overview they build. */
  const building = new Map<string, JobId>()
  const study = () => current.require().folder

  /** One that failed is not tried again by itself: the next look would find it failing once more. */
  function build(studyPath: string, recordingId: number): JobId | null {
    const { hash } = current.require().recordings.get(recordingId)
    const known = building.get(hash)
    const state = jobs.list().find(({ id }) => id === known)?.state
    if (state && !isFinal(state)) return known!
    if (state?.phase === 'failed') return null
    const job = jobs.start({ kind: 'overview', studyPath, recordingId })
    building.set(hash, job)
    return job
  }
  return {
    async open({ recordingId }) {
      const studyPath = study()
      const view = await questions.ask<BrowserView>({ kind: 'browse', studyPath, recordingId })
      return { ...view, job: view.overview || studyPath !== study() ? null : build(studyPath, recordingId) }
    },
    tile: (request) => questions.ask<Float32Array | null>({ kind: 'tile', studyPath: study(), ...request }),
    setBadSpans({ recordingId, spans }) {
      const { badSpans, recordings } = current.require()
      badSpans.set(recordingId, tidySpans(spans, recordings.get(recordingId).sampleCount))
      current.touched()
    },
  }
}
