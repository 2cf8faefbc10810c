import { AppError } from '../domain/error'
import type { LearningPoint } from '../domain/training'
import type { StepResult } from '../model/learner'
import { median, normalisedEntropies } from './entropy'
import type { SelectionContext, SelectionProgress } from './selectionTask'
import type { Judgement } from './validation'

/** Reports are at least this far apart. */
const reportEveryMs = 100

/** Follows one learning: its points, what is shown of it, and whether it should go on. */
export interface LearningLog {
  readonly points: readonly LearningPoint[]
  /** Throws `job/cancelled` when that was asked for. */
  check(): void
  /** Notes a step and lets others run. */
  note(result: StepResult & { readonly trials: number }, judgement: Judgement | null): Promise<void>
  show(state: Pick<SelectionProgress, 'probabilities' | 'stage' | 'totalSteps'>, kept: number): void
  /** Median normalised entropy of the neurons that are free to choose. */
  readonly medianEntropy: number
  readonly entropies: readonly number[]
}

/** `from`: the points of a learning that goes on. */
export function createLearningLog(context: SelectionContext, from: readonly LearningPoint[] = []): LearningLog {
  const points: LearningPoint[] = [...from]
  let state: Pick<SelectionProgress, 'probabilities' | 'stage' | 'totalSteps'> | null = null
  let entropies: readonly number[] = []
  let medianEntropy = 0
  let reportedAt = -Infinity
  const report = (): void => {
    if (!state || context.now() - reportedAt < reportEveryMs) return
    reportedAt = context.now()
    context.report({ ...state, points: [...points] })
  }
  return {
    points,
    get medianEntropy() {
      return medianEntropy
    },
    get entropies() {
      return entropies
    },
    check() {
      if (!context.cancellation.requested) return
      throw new AppError({ code: 'job/cancelled', message: 'Learning was cancelled.' })
    },
    async note(result, judgement) {
      points.push({
        step: points.length + 1,
        trainingLoss: result.crossEntropy,
        validationLoss: judgement?.loss ?? null,
        trainingAccuracy: result.correct / result.trials,
        validationAccuracy: judgement?.accuracy ?? null,
        medianEntropy,
        entropies,
      })
      report()
      await context.pause()
    },
    show(next, kept) {
      state = next
      entropies = normalisedEntropies(next.probabilities)
      medianEntropy = median(entropies.slice(kept))
    },
  }
}
