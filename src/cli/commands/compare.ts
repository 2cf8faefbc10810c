import type { CurveFinding, CurvePoint } from '../../core/domain/curve'
import { compareSets, type AnsweredSet } from '../../core/evaluation/compareSets'
import { AppError } from '../../core/domain/error'
import { comparisonsJson, comparisonsText } from '../../jobs/report/comparisons'
import type { Command, CommandInput } from '../command'
import { commaList } from '../command'
import { answerNamed, nameOf, pointNamed } from '../namedSets'
import { studyOf } from './curve'
import { answersNamed } from './report'
import { withStudy } from '../withStudy'

export const compareCommand: Command = {
  name: 'compare',
  summary: 'Compare two sets of electrodes on the same trials: of one answer, or of two.',
  usage: 'compare STUDY [ANSWER [ANSWER]] [--first fixed:8] [--second gumbel:8,all]',
  help: `
  STUDY, --study FOLDER  the study
  ANSWER               which answer, as "sparsecap select" named it; the newest by default. With two, the first set is of the
                       first and the others are of the second; both must have judged the same trials
  --first SET          METHOD:N as in the answer's table, all, own:NAME or recommended; recommended by default
  --second SET,SET     the others; by default all other sets of the first one's size, and all electrodes; of another answer
                       what it recommends

Of every trial it is counted which set was right. The difference has Newcombe's interval; p is by the exact McNemar test, from
five subjects on by a sign-flip test of the subjects, and corrected after Holm where there are several comparisons.`,
  options: { study: { type: 'string' }, first: { type: 'string' }, second: { type: 'string' } },
  run: (input) =>
    withStudy(studyOf(input), {}, (study) => {
      const [one, other] = answersNamed(input)
      const first = answerNamed(study, one)
      const second = other === undefined ? first : answerNamed(study, other)
      const compared = compareSets(pairsOf(input, first, second))
      const names = first.id === second.id ? null : ([first.id, second.id] as const)
      return {
        json: { first: first.id, second: second.id, ...comparisonsJson(compared) },
        text: comparisonsText(compared, names),
      }
    }),
}

function pairsOf(
  input: CommandInput,
  first: CurveFinding,
  second: CurveFinding,
): (readonly [AnsweredSet, AnsweredSet])[] {
  const { first: word } = input.values
  const point = pointNamed(first, typeof word === 'string' ? word : 'recommended')
  const words = commaList(input, 'second')
  const others = words.length > 0 ? words.map((one) => pointNamed(second, one)) : besides(point, first, second)
  const same = others.find((one) => first.id === second.id && one === point)
  if (same || others.length === 0) {
    throw new AppError({
      code: 'input/invalid',
      message: same
        ? `${nameOf(same)} would be compared with itself.`
        : `There is no other set to compare ${nameOf(point)} with.`,
      hint: `Sets of ${second.id}: ${second.points.map(nameOf).join(', ')}`,
    })
  }
  return others.map((one) => [
    { finding: first, point },
    { finding: second, point: one },
  ])
}

/** Of another answer what it recommends; of the same one the others of this size, and all electrodes. */
function besides(point: CurvePoint, first: CurveFinding, second: CurveFinding): CurvePoint[] {
  if (first.id !== second.id) return [pointNamed(second, 'recommended')]
  return second.points.filter((one) => one !== point && (one.n === point.n || one.method === 'all'))
}
