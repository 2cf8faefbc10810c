import { accuracyFacts, type AccuracyFacts, type AccuracyRow } from './accuracy/facts'
import { noConstraints, type CurveFinding, type CurvePlan } from '../src/core/domain/curve'
import { share } from '../src/core/domain/curveWording'
import type { DecoderKind } from '../src/core/domain/decoder'
import { shareStandardError, wilsonInterval } from '../src/core/evaluation/interval'
import { motorSites } from '../src/core/montage/regions'
import type { Study } from '../src/store/study'
import { curveOf, withTask } from './selection/curveStudy'
import { present, type Row } from './support/rows'

/** Accuracy on real imagery against what reference tools reached on the same splits. `--only A` for one split, `--decoder lda` for what
 *  scores the sets (network), `--steps N` (300), `--draws N` (3) and `--sizes 2,4` of the
 *  recommendation (2,4,8,16,32) for a quicker look. */
const argument = (name: string): string | undefined => {
  const at = process.argv.indexOf(name)
  return at > 0 ? process.argv[at + 1] : undefined
}
const decoder = (argument('--decoder') ?? 'network') as DecoderKind
const quick = { steps: Number(argument('--steps') ?? 300), draws: Number(argument('--draws') ?? 3) }
const sizes = (argument('--sizes') ?? '2,4,8,16,32').split(',').map(Number)
const names: Readonly<Record<AccuracyRow, string>> = {
  all: 'all 64',
  random: 'random 8',
  fixed: 'fixed motor 8',
  gumbel: 'learned 8 of 64',
  'gumbel-motor': 'learned 8 of the 21 motor sites',
  'forward-riemann': 'forward 8 around a Riemannian classifier',
}

const only = argument('--only')
const rows: Row[] = []
for (const facts of accuracyFacts) {
  if (only && only !== facts.name) continue
  rows.push(...(await withTask(facts.task, (study) => measure(study, facts))))
}
present(rows)

async function measure(study: Study, facts: AccuracyFacts): Promise<Row[]> {
  const ask = (change: Partial<CurvePlan>): Promise<CurveFinding> => curveOf(study, facts.task, { ...quick, ...change })
  const table = await ask({
    sizes: [8],
    decoders: [decoder],
    methods: ['fixed', 'random', 'gumbel', 'forward-riemann'],
  })
  const motor = { ...noConstraints, candidates: motorSites }
  const among = await ask({ sizes: [8], decoders: [decoder], methods: ['gumbel'], constraints: motor })
  // What a person gets who presses one button.
  const { recommendation } = await ask({ sizes })
  const valueOf: Readonly<Record<AccuracyRow, number>> = {
    all: pointOf(table, 'all'),
    random: mean(table.points.find(({ method }) => method === 'random')!.drawValues!),
    fixed: pointOf(table, 'fixed'),
    gumbel: pointOf(table, 'gumbel'),
    'gumbel-motor': pointOf(among, 'gumbel'),
    'forward-riemann': pointOf(table, 'forward-riemann'),
  }
  const named = (Object.keys(names) as AccuracyRow[]).flatMap((row) => {
    const fact = facts.rows[row]
    return fact === undefined ? [] : [toRow(facts, { what: names[row], ours: valueOf[row], fact })]
  })
  const { n, method, figure } = recommendation
  const least = facts.best - shareStandardError(facts.best * facts.trials, facts.trials)
  const what = `${facts.name}, recommended: ${n} by ${method}`
  const goal = `at least ${share(least)}, the best row less a standard error: ${figure.value >= least ? 'reached' : 'NOT reached'}`
  const peer = { peer: facts.best, peerName: 'the best row', ratio: figure.value / facts.best }
  return [...named, { what, ours: figure.value, ...peer, unit: 'of answers right', goal }]
}

function toRow(
  { name, trials }: AccuracyFacts,
  { what, ours, fact }: { what: string; ours: number; fact: number },
): Row {
  const { low, high } = wilsonInterval(fact * trials, trials)
  const place = ours < low ? 'BELOW' : ours > high ? 'above' : 'inside'
  const goal = `within ${share(low)} to ${share(high)}: ${place}`
  const peer = { peer: fact, peerName: 'the reference', ratio: ours / fact }
  return { what: `${name}, ${what}, ${decoder}`, ours, ...peer, unit: 'of answers right', goal }
}

function pointOf({ points }: CurveFinding, wanted: string): number {
  return points.find(({ method }) => method === wanted)!.figure.value
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length
}
