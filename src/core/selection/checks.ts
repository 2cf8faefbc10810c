import type { ElectrodeName } from '../domain/electrode'
import { AppError } from '../domain/error'

/** Fewer trials of a class than this teach nothing. */
export const minimumTrialsPerClass = 5

export interface SiteWish {
  readonly electrodes: number
  /** Sites that may be chosen, avoided ones already left out. */
  readonly candidates: readonly ElectrodeName[]
  readonly keep: readonly ElectrodeName[]
  readonly avoid: readonly ElectrodeName[]
}

/** Throws `selection/conflict` or `selection/too-few-candidates` when no set can fulfil the wish. */
export function checkSites({ electrodes, candidates, keep, avoid }: SiteWish): void {
  const both = keep.filter((site) => avoid.includes(site))
  if (both.length > 0) {
    throw conflict(
      `${both.join(', ')} should be kept and avoided at once.`,
      'Take the site off one of the two lists.',
      {
        sites: both.join(', '),
      },
    )
  }
  const missing = keep.filter((site) => !candidates.includes(site))
  if (missing.length > 0) {
    throw conflict(
      `${missing.join(', ')} should be kept but is not among the candidates.`,
      'Add the site to the candidates, or stop keeping it.',
      {
        sites: missing.join(', '),
      },
    )
  }
  if (keep.length > electrodes) {
    throw conflict(
      `${keep.length} sites should be kept, but only ${electrodes} electrodes are wanted.`,
      'Raise the number of electrodes, or keep fewer sites.',
      {
        keep: keep.length,
        electrodes,
      },
    )
  }
  if (electrodes < 1 || candidates.length < electrodes) {
    throw new AppError({
      code: 'selection/too-few-candidates',
      message: `${electrodes} electrodes are wanted, but ${candidates.length} sites may be chosen.`,
      hint: 'Ask for fewer electrodes, or allow more sites.',
      values: { electrodes, candidates: candidates.length },
    })
  }
}

const conflict = (message: string, hint: string, values: Record<string, string | number>): AppError =>
  new AppError({ code: 'selection/conflict', message, hint, values })

/** Throws `selection/too-few-trials` unless every class has enough trials to learn from. */
export function checkTrials(classOfTrial: Int32Array, classes: number): void {
  const counts = new Array<number>(classes).fill(0)
  for (const label of classOfTrial) counts[label]!++
  const smallest = Math.min(...counts)
  if (classes >= 2 && smallest >= minimumTrialsPerClass) return
  throw new AppError({
    code: 'selection/too-few-trials',
    message:
      classes < 2
        ? `At least 2 classes are needed, found ${classes}.`
        : `Every class needs at least ${minimumTrialsPerClass} trials to learn from, the smallest has ${smallest}.`,
    hint: 'Add recordings of this subject, or leave out the class with few trials.',
    values: { minimum: minimumTrialsPerClass, smallest, classes },
  })
}
