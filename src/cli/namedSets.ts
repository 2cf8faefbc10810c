import type { CurveFinding, CurvePoint } from '../core/domain/curve'
import { AppError } from '../core/domain/error'
import type { Study } from '../store/study'

/** An answer by its name, or the newest. Throws `input/invalid` with the names that there are. */
export function answerNamed(study: Study, id: string | undefined): CurveFinding {
  const found = study.curves.list()
  const answer = id === undefined ? found[0] : found.find((one) => one.id === id)
  if (answer) return answer
  throw new AppError({
    code: 'input/invalid',
    message: id === undefined ? 'The study has no answer over N yet.' : `The study has no answer ${id}.`,
    hint:
      found.length === 0
        ? '"sparsecap select STUDY -n 2..16" asks which N are enough.'
        : `There ${found.length === 1 ? 'is' : 'are'}: ${found.map((one) => one.id).join(', ')}`,
  })
}

/** A point of an answer: `fixed:8`, `all`, `own:NAME`, `recommended`. Throws `input/invalid` with the points that there are. */
export function pointNamed({ points, recommendation, id }: CurveFinding, word: string): CurvePoint {
  const { method, n } = recommendation
  const wanted = word === 'recommended' ? `${method}:${n}` : word
  const exact = points.find((point) => nameOf(point) === wanted)
  const ofMethod = points.filter((point) => point.method === wanted)
  const found = exact ?? (ofMethod.length === 1 ? ofMethod[0] : undefined)
  if (found) return found
  throw new AppError({
    code: 'input/invalid',
    message: `The answer ${id} has no set ${word}.`,
    hint: `Its sets: recommended, ${points.map(nameOf).join(', ')}`,
  })
}

/** `fixed:8` */
export const nameOf = ({ method, n }: Pick<CurvePoint, 'method' | 'n'>): string => `${method}:${n}`
