import type { Row } from '../support/rows'
import { curveOf, withTask } from './curveStudy'
import { fourMovements } from './eegmmidb'

const limitMinutes = 10

/** Six sizes, five methods, nested folds on 90 trials of four movements: from imported recordings to the recommendation. */
export async function measureWholeCurve(): Promise<Row[]> {
  const { seconds, recommendation, points } = await withTask(fourMovements, (study) =>
    curveOf(study, fourMovements, {
      sizes: [2, 4, 8, 16, 32, 64],
      methods: ['gumbel', 'forward-riemann', 'fisher', 'fixed', 'random'],
      restarts: 3,
    }),
  )
  const minutes = seconds / 60
  const { n, method, figure } = recommendation
  process.stdout.write(`${points.length} points; ${n} electrodes by ${method}, ${figure.value.toFixed(2)}\n`)
  const what = 'the whole curve of S001, N = 2 to 64 by five methods with 3 restarts, nested'
  const peer = { peer: limitMinutes, peerName: 'the limit', ratio: limitMinutes / minutes }
  return [{ what, ours: minutes, ...peer, unit: 'min', goal: 'at most 10 min on two cores' }]
}
