import type { CurveFinding, CurvePoint, PairedComparison } from '../domain/curve'
import { AppError } from '../domain/error'
import type { PairedCounts } from '../domain/pairedAnswers'
import { holm } from './paired'
import { testPair } from './pairTest'

/** A point of a curve with the finding that its trials are of. */
export interface AnsweredSet {
  readonly finding: Pick<CurveFinding, 'id' | 'plan' | 'data' | 'trials'>
  readonly point: Pick<CurvePoint, 'method' | 'n' | 'answers'>
}

/** Two sets on the same trials, with which trials they got right. */
export interface SetComparison extends PairedComparison {
  readonly counts: PairedCounts
}

/**
 * Compares sets two by two: exact McNemar test of the trials, or a sign-flip test of the subjects where there are at least five;
 * Holm's correction over all pairs. The sets of a pair may be of different findings of the same trials.
 * @throws AppError `input/invalid` for sets that answered different trials
 */
export function compareSets(pairs: readonly (readonly [AnsweredSet, AnsweredSet])[]): SetComparison[] {
  const compared = pairs.map(([first, second]) => comparePair(first, second))
  const corrected = holm(compared.map(({ p }) => p))
  return compared.map((one, i) => ({ ...one, pHolm: corrected[i]! }))
}

function comparePair(first: AnsweredSet, second: AnsweredSet): SetComparison {
  const [one, other] = [rightAnswers(first), rightAnswers(second)]
  checkSameTrials([first, one], [second, other])
  const tested = testPair({
    first: one.map(({ isRight }) => isRight),
    second: other.map(({ isRight }) => isRight),
    subjects: one.map(({ subject }) => subject),
  })
  return {
    first: { method: first.point.method, n: first.point.n },
    second: { method: second.point.method, n: second.point.n },
    ...tested,
    pHolm: tested.p,
  }
}

interface RightAnswer {
  readonly hash: string
  readonly subject: string
  readonly classId: string
  readonly isRight: boolean
}

/** In the order of recordings, and in each of time: folds may have come in another order. */
function rightAnswers({ finding: { data, trials, plan }, point }: AnsweredSet): RightAnswer[] {
  const hashes = new Map(data.map(({ recordingId, hash }) => [recordingId, hash]))
  return trials
    .map(({ recordingId, subject, label }, i) => ({
      hash: hashes.get(recordingId) ?? '',
      subject,
      classId: plan.classes[label]!,
      isRight: point.answers[i] === label,
    }))
    .sort((a, b) => (a.hash < b.hash ? -1 : a.hash > b.hash ? 1 : 0))
}

type Side = readonly [AnsweredSet, readonly RightAnswer[]]

function checkSameTrials([first, one]: Side, [second, other]: Side): void {
  if (first.finding === second.finding) return
  const classes = ({ finding }: AnsweredSet): string => [...finding.plan.classes].sort().join(', ')
  const runs = ({ finding }: AnsweredSet): string =>
    finding.data.map(({ subject, run }) => `${subject} ${run}`).join(', ')
  if (classes(first) !== classes(second)) throw differentTrials([first, second], classes)
  const same =
    one.length === other.length &&
    one.every(({ hash, classId }, i) => hash === other[i]!.hash && classId === other[i]!.classId)
  if (!same) throw differentTrials([first, second], (side) => `${side.finding.trials.length} trials of ${runs(side)}`)
}

const differentTrials = (
  [first, second]: readonly [AnsweredSet, AnsweredSet],
  say: (side: AnsweredSet) => string,
): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `${first.finding.id} and ${second.finding.id} judged different trials: ${say(first)} against ${say(second)}.`,
    hint: 'Only answers to the same trials can be compared in pairs: ask both with the same recordings and classes.',
  })
