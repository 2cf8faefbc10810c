import type { ImportOutcome, UnfinishedImport } from '../../../core/domain/import'
import { isFinal } from '../../../core/domain/job'
import type { AnyJobUpdate } from '../../../ipc/contract'
import { api } from '../../lib/api'
import { jobs } from '../../lib/state'
import { attempt } from '../../lib/toasts'
import { mergeOutcomes, stillUnfinished } from './mergeOutcomes'

const outcomesOf = (job: AnyJobUpdate): readonly ImportOutcome[] => {
  if (job.state.phase === 'finished' && 'import' in job.state.result) return job.state.result.import.outcomes
  return job.report?.kind === 'import' ? job.report.import.outcomes : []
}
const unfinishedOf = (job: AnyJobUpdate): readonly UnfinishedImport[] => {
  if (job.state.phase === 'finished' && 'import' in job.state.result) return job.state.result.import.unfinished ?? []
  return job.report?.kind === 'import' ? (job.report.import.unfinished ?? []) : []
}

/** What became of the files added since the panel was last closed: the newest news of each file. */
export class Imports {
  #studyPath: string | null = null
  #dismissedJobs = $state.raw<readonly string[]>([])
  #dismissedPaths = $state.raw<readonly string[]>([])
  /** Found when the study was opened. */
  #leftBehind = $state.raw<readonly UnfinishedImport[]>([])

  #jobs = $derived.by(() =>
    jobs.all.filter(
      ({ id, kind }) => (kind === 'import' || kind === 'fetch' || kind === 'demo') && !this.#dismissedJobs.includes(id),
    ),
  )
  /** The job that is running, if one is. */
  running = $derived.by(() => this.#jobs.find(({ state }) => !isFinal(state)) ?? null)
  /** The newest ended in cancellation. */
  cancelled = $derived.by(() => this.#jobs.at(-1)?.state.phase === 'cancelled')
  /** What ended the newest one before all files were done, such as a full disk. */
  failure = $derived.by(() => {
    const state = this.#jobs.at(-1)?.state
    return state?.phase === 'failed' ? state.error : null
  })
  outcomes = $derived.by(() => mergeOutcomes(this.#jobs.map(outcomesOf)))
  /** Of the newest import alone: what its tally counts. */
  newest = $derived.by(() => {
    const job = this.running ?? this.#jobs.at(-1)
    return job ? outcomesOf(job) : []
  })
  /** A line each, those that a person should look at first. */
  lines = $derived.by(() =>
    this.outcomes
      .filter(({ path }) => !this.#dismissedPaths.includes(path))
      .sort((a, b) => Number(a.state === 'imported') - Number(b.state === 'imported')),
  )
  /** Those that a person should look at. */
  remarkable = $derived.by(() => this.lines.filter(({ state }) => state !== 'imported'))
  /** Imports that a crash or a power cut ended, found by the newest ones, unless they are imported by now. */
  unfinished = $derived.by(() => {
    const open = stillUnfinished([...this.#leftBehind, ...this.#jobs.flatMap(unfinishedOf)], this.outcomes)
    return open.filter(({ path }) => !this.#dismissedPaths.includes(path))
  })
  /** Files of the newest import that nothing is known of yet; of a running one, the one being read is among them. */
  waiting = $derived.by(() => {
    const report = (this.running ?? this.#jobs.at(-1))?.report
    return report?.kind === 'import' ? Math.max(0, report.import.total - report.import.outcomes.length) : 0
  })

  visible = $derived.by(
    () =>
      this.unfinished.length > 0 ||
      this.remarkable.length > 0 ||
      this.cancelled ||
      this.failure !== null ||
      (this.running !== null && (this.running.kind !== 'demo' || this.outcomes.length > 0)),
  )

  /** What became of files of another study is no news here. */
  forStudy(path: string | null): void {
    if (this.#studyPath === path) return
    if (this.#studyPath !== null) this.close()
    this.#studyPath = path
    this.#leftBehind = []
    if (path !== null) void attempt(() => this.#lookBack(path))
  }
  /** Imports that a crash ended are named when their study is opened, not first when the next one begins. */
  async #lookBack(path: string): Promise<void> {
    const found = await api.recordings.unfinished()
    if (this.#studyPath === path) this.#leftBehind = found
  }
  /** Takes away what is left of an import that a crash ended. Throws AppError. */
  async discard(path: string): Promise<void> {
    await api.recordings.discardUnfinished({ path })
    this.#leftBehind = this.#leftBehind.filter((one) => one.path !== path)
    this.dismiss(path)
  }
  count(state: ImportOutcome['state']): number {
    return this.newest.filter((outcome) => outcome.state === state).length
  }
  dismiss(path: string): void {
    this.#dismissedPaths = [...this.#dismissedPaths, path]
  }
  /** Its recording is gone from the study: nothing is left to say. */
  forget(recordingId: number): void {
    for (const outcome of this.outcomes) if (outcome.recordingId === recordingId) this.dismiss(outcome.path)
  }
  /** A file is added again: its old outcome no longer counts. */
  expect(path: string): void {
    this.#dismissedPaths = this.#dismissedPaths.filter((one) => one !== path)
  }
  close(): void {
    this.#dismissedJobs = [
      ...this.#dismissedJobs,
      ...this.#jobs.filter(({ state }) => isFinal(state)).map(({ id }) => id),
    ]
    this.#dismissedPaths = []
  }
}

export const imports = new Imports()
