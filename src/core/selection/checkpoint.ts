import type { BackendSwitch, LostBackend } from '../domain/backend'
import type { LearningPoint } from '../domain/training'
import type { Learner, LearnerSnapshot } from '../model/learner'
import type { DistinctChoice } from './deduplicate'
import type { StoppingState } from './earlyStopping'
import type { FineTuning } from './fineTuning'
import type { LearningLog } from './learningLog'

/** The electrodes that were chosen, and how learning goes on with them. */
export type Choice = FineTuning & DistinctChoice

/** A learning as it stood after a step, as plain data: the same task and seed go on from here as if nothing had happened. */
export interface LearningCheckpoint {
  /** Steps of its stage that were made. */
  readonly step: number
  readonly learner: LearnerSnapshot
  readonly stopping: StoppingState
  readonly points: readonly LearningPoint[]
  /** `null`: it is still choosing; else it fine-tunes. */
  readonly choice: Choice | null
}

/** All that a job that chooses electrodes goes on from in another process. */
export interface SelectionCheckpoint {
  readonly learning: LearningCheckpoint
  /** Backends that were lost on the way. */
  readonly switches: readonly BackendSwitch[]
}

/** A job whose process was lost, with the backend that took it along. */
export interface Resumption {
  /** One or more, the last one last. */
  readonly lost: readonly LostBackend[]
  /** `null`: it had not come so far. */
  readonly checkpoint: SelectionCheckpoint | null
}

/** Where a learning goes on, and whom it hands its checkpoints. */
export interface CheckpointContext {
  readonly resumeFrom?: LearningCheckpoint | null
  /** Called at most twice a second. What it gets is never changed afterwards. */
  keep?(checkpoint: LearningCheckpoint): void
  /** Milliseconds on any clock that only rises. */
  now(): number
}

/** Checkpoints are at least this far apart: as much is learned again after a crash. */
const keepEveryMs = 500

export type Checkpoints = ReturnType<typeof createCheckpoints>

export function createCheckpoints(context: CheckpointContext, log: LearningLog) {
  let keptAt = context.now()
  const from = context.resumeFrom ?? null
  return {
    /** Where choosing goes on; `null`: at its start. */
    choosing: from?.choice ? null : from,
    /** Where fine-tuning goes on; `null`: at its start. */
    tuning: from?.choice ? from : null,
    /** To be called after each step, when its point is in the log. */
    async offer(learner: Learner, state: Pick<LearningCheckpoint, 'step' | 'stopping' | 'choice'>): Promise<void> {
      if (!context.keep || context.now() - keptAt < keepEveryMs) return
      context.keep({ ...state, learner: await learner.snapshot(), points: [...log.points] })
      keptAt = context.now()
    },
  }
}
