import type { LostBackend } from '../core/domain/backend'
import { countOutcomes } from '../core/domain/import'
import { isFinal } from '../core/domain/job'
import type { JobId, JobKind, JobState, Progress } from '../core/domain/job'
import type { AnyJobUpdate, JobOutcome, JobReport } from '../ipc/contract'
import type { TrainingNews, Work } from '../ipc/trainingProcess'
import { exitHint, exitText } from './exitText'
import type { StartTrainingProcess, TrainingProcess } from './trainingProcess'

/** A job that has not answered its cancellation by then is killed: cancelling takes under a second. */
const cancelGraceMs = 900

interface Job {
  readonly id: JobId
  readonly work: Work
  readonly startedAtMs: number
  sequence: number
  state: JobState<JobOutcome>
  report?: JobReport
  lost?: readonly LostBackend[]
  process?: TrainingProcess
  killTimer?: NodeJS.Timeout
}

export interface JobRunner {
  start(work: Work): JobId
  cancel(id: JobId): void
  list(): AnyJobUpdate[]
  /** What is queued or running. */
  works(): Work[]
  readonly busy: boolean
}

export interface JobRunnerParts {
  readonly startProcess: StartTrainingProcess
  readonly clock: () => number
  changed(update: AnyJobUpdate): void
}

/** One process a job, so that a crash fails one job. Learning jobs wait for each other; imports do not wait for learning. */
export function createJobRunner(parts: JobRunnerParts): JobRunner {
  const jobs: Job[] = []

  const toUpdate = (job: Job): AnyJobUpdate => ({
    id: job.id,
    kind: job.work.kind,
    sequence: job.sequence,
    startedAtMs: job.startedAtMs,
    state: job.state,
    report: job.report,
    ...(job.lost && { lost: job.lost }),
  })
  const change = (job: Job, state: JobState<JobOutcome>): void => {
    if (isFinal(job.state)) return
    job.state = state
    job.sequence++
    parts.changed(toUpdate(job))
    if (isFinal(state)) finish(job)
  }
  const finish = (job: Job): void => {
    clearTimeout(job.killTimer)
    job.process?.kill()
    job.process = undefined
    startNext()
  }
  const startNext = (): void => {
    for (const job of jobs) {
      if (job.state.phase !== 'queued' || laneIsTaken(job)) continue
      run(job)
    }
  }
  const laneIsTaken = (job: Job): boolean =>
    jobs.some((other) => other !== job && other.process !== undefined && laneOf(other.work) === laneOf(job.work))

  const run = (job: Job): void => {
    job.process = parts.startProcess({
      onNews: (news) => hear(job, news),
      onExit: (code) => exited(job, code),
    })
    change(job, { phase: 'running', progress: { step: 'job_starting', done: 0 } })
    job.process.send({ type: 'run', id: job.id, work: job.work })
  }
  const hear = (job: Job, news: TrainingNews): void => {
    if (news.type === 'progress') change(job, running(job, news.progress))
    else if (news.type === 'finished') change(job, { phase: 'finished', result: news.outcome })
    else if (news.type === 'failed') change(job, { phase: 'failed', error: news.error })
    else if (news.type === 'cancelled') change(job, { phase: 'cancelled' })
    else if (news.type === 'report') {
      job.report = news.report
      change(job, job.state)
    } else if (news.type === 'backend-lost') {
      job.lost = news.lost
      change(job, running(job, { step: 'job_going_on', done: news.lost.at(-1)?.step ?? 0 }))
    }
  }
  const exited = (job: Job, code: number): void => {
    if (job.state.phase === 'cancelling') return change(job, { phase: 'cancelled' })
    const how = exitText(code)
    change(job, {
      phase: 'failed',
      error: {
        code: 'job/process-exited',
        message: `The process of this job ended with ${how} before it was done. Nothing of it was kept.`,
        hint: exitHint(how) ?? 'Start it again. If it ends the same way, choose fewer recordings or electrodes.',
        values: { how },
      },
    })
  }

  return {
    start(work) {
      const job: Job = { id: newId(), work, startedAtMs: parts.clock(), sequence: 0, state: { phase: 'queued' } }
      jobs.push(job)
      parts.changed(toUpdate(job))
      startNext()
      return job.id
    },
    cancel(id) {
      const job = jobs.find((candidate) => candidate.id === id)
      if (!job || isFinal(job.state) || job.state.phase === 'cancelling') return
      if (job.state.phase === 'queued') return change(job, { phase: 'cancelled' })
      change(job, { phase: 'cancelling', progress: progressOf(job) })
      job.process?.send({ type: 'cancel' })
      job.killTimer = setTimeout(() => job.process?.kill(), cancelGraceMs)
    },
    list: () => jobs.map(toUpdate),
    works: () => jobs.filter((job) => !isFinal(job.state)).map(({ work }) => work),
    get busy() {
      return jobs.some((job) => !isFinal(job.state))
    },
  }
}

const leavesStudy: ReadonlySet<JobKind> = new Set<JobKind>([
  'report',
  'curve-report',
  'export',
  'export-study',
  'backends',
  'install-tensorflow',
  'remove-tensorflow',
  'check-labels',
  'overview',
])

/** Whether a job left something in the study: a cancelled import keeps the files that were done before. */
export function changedStudy({ state, report }: Pick<AnyJobUpdate, 'state' | 'report'>): boolean {
  if (state.phase === 'finished') return !leavesStudy.has(state.result.kind)
  if (!isFinal(state) || report?.kind !== 'import') return false
  return countOutcomes(report.import, 'imported') + countOutcomes(report.import, 'partly') > 0
}

/** No backend is measured, or taken away, while one learns; a check of labels takes seconds and waits for nothing. */
function laneOf({ kind }: Work): 'learn' | 'study' | 'load' | 'check' {
  if (kind === 'select' || kind === 'curve' || kind === 'backends' || kind === 'remove-tensorflow') return 'learn'
  if (kind === 'check-labels') return 'check'
  return kind === 'install-tensorflow' || kind === 'fetch' ? 'load' : 'study'
}
const newId = (): JobId => crypto.randomUUID()

function progressOf(job: Job): Progress {
  return 'progress' in job.state ? job.state.progress : { step: 'job_starting', done: 0 }
}

/** A job that is being cancelled stays so, whatever it still says of its progress. */
function running(job: Job, progress: Progress): JobState<JobOutcome> {
  return { phase: job.state.phase === 'cancelling' ? 'cancelling' : 'running', progress }
}
