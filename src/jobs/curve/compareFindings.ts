import type { CurveFinding, CurvePoint } from '../../core/domain/curve'

/** Are these the same numbers? Time, date and what the machine is called may differ; everything else may not. */
export function compareFindings(
  before: CurveFinding,
  after: CurveFinding,
): { readonly same: boolean; readonly differences: readonly string[] } {
  const differences = [
    ...dataDifferences(before, after),
    ...pointDifferences(before, after),
    ...pickDifferences(before, after),
  ]
  return { same: differences.length === 0, differences }
}

function dataDifferences(before: CurveFinding, after: CurveFinding): string[] {
  const hashOf = ({ data }: CurveFinding): string => data.map(({ hash, trials }) => `${hash}:${trials}`).join(' ')
  const other = hashOf(before) === hashOf(after) ? [] : ['the recordings or their trials are others']
  const versions =
    before.appVersion === after.appVersion ? [] : [`version ${before.appVersion}, now ${after.appVersion}`]
  const [then, now] = [before.learnedOn?.backend, after.learnedOn?.backend]
  // Another backend computes the same to float32 only, which can turn a close choice.
  const backend = then === now ? [] : [`learned on ${then ?? 'nothing'}, now on ${now ?? 'nothing'}`]
  return [
    ...other,
    ...(other.length > 0 || pointDifferences(before, after).length > 0 ? [...versions, ...backend] : []),
  ]
}

function pointDifferences(before: CurveFinding, after: CurveFinding): string[] {
  const nameOf = ({ method, n }: CurvePoint): string => `${method} ${n}`
  const names = [...new Set([...before.points, ...after.points].map(nameOf))]
  return names.flatMap((name) => {
    const [one, other] = [before, after].map(({ points }) => points.find((point) => nameOf(point) === name))
    if (!one || !other) return [`${name}: ${one ? 'is missing now' : 'was not there'}`]
    const same = sameList(one.answers, other.answers) && sameList(one.electrodes, other.electrodes)
    return same
      ? []
      : [
          `${name}: ${one.figure.correct} right on ${one.electrodes.join(' ')}, now ${other.figure.correct} on ${other.electrodes.join(' ')}`,
        ]
  })
}

function pickDifferences(before: CurveFinding, after: CurveFinding): string[] {
  const [one, other] = [before.recommendation, after.recommendation]
  const same = one.method === other.method && one.n === other.n && one.figure.correct === other.figure.correct
  return same ? [] : [`recommended: ${one.method} ${one.n}, now ${other.method} ${other.n}`]
}

const sameList = <T>(one: readonly T[], other: readonly T[]): boolean =>
  one.length === other.length && one.every((value, i) => value === other[i])
