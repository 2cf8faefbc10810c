import type { Comparison } from '../domain/curve'
import { mcnemarTest, pairedCounts, type PairedCounts } from '../domain/pairedAnswers'
import { pairedDifference, signFlipTest } from './paired'

/** Fewer subjects than this say nothing across subjects: trials are compared instead. */
const leastSubjects = 5

/** The same trials answered twice: right or not, and whose they are. */
export interface AnsweredTwice {
  readonly first: readonly boolean[]
  readonly second: readonly boolean[]
  readonly subjects: readonly (string | number)[]
}

export type PairTest = Pick<Comparison, 'difference' | 'low' | 'high' | 'test' | 'p'> & {
  readonly counts: PairedCounts
}

/** First minus second with its interval: exact McNemar test of the trials, or a sign-flip test of the subjects where there are at
 *  least five. */
export function testPair({ first, second, subjects }: AnsweredTwice): PairTest {
  const counts = pairedCounts(first, second)
  const differences = differencesBySubject({ first, second, subjects })
  const acrossSubjects = differences.length >= leastSubjects
  return {
    ...pairedDifference(counts),
    test: acrossSubjects ? 'sign-flip' : 'mcnemar',
    p: acrossSubjects ? signFlipTest(differences) : mcnemarTest(counts),
    counts,
  }
}

/** Differences of the shares of right answers, in the order in which the subjects first come. */
function differencesBySubject({ first, second, subjects }: AnsweredTwice): number[] {
  return [...new Set(subjects)].map((subject) => {
    const own = [...subjects.keys()].filter((trial) => subjects[trial] === subject)
    const right = (answers: readonly boolean[]): number => own.filter((trial) => answers[trial]).length
    return (right(first) - right(second)) / own.length
  })
}
