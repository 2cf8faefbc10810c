import type { LearningStage, SelectionResult } from '../../core/domain/training'

type Learned = Pick<SelectionResult, 'electrodes' | 'medianEntropy' | 'converged' | 'duplicatesReplaced' | 'stages'>

/** Where every candidate was wanted, or all were kept, `All 64 are used; nothing was chosen`; else
 *  `Selection converged (median entropy 0.02), no duplicate replaced; chose in all 300 steps, tuned until step 40 of 100: …` */
export function describeLearning({ medianEntropy, converged, stages = [], ...chosen }: Learned): string {
  const { electrodes } = chosen
  if (stages.length > 0 && !stages.some(({ stage }) => stage === 'selecting')) {
    const all = electrodes.length === 1 ? 'The only candidate is' : `All ${electrodes.length} are`
    return [`${all} used; nothing was chosen`, describeStages(stages)].join('; ')
  }
  const settled = `${converged ? 'converged' : 'has not converged: another seed may choose other sites'} (median entropy ${medianEntropy.toFixed(2)})`
  return [
    `Selection ${settled}, ${describeDuplicates(chosen)}`,
    ...(stages.length > 0 ? [describeStages(stages)] : []),
  ].join('; ')
}

/** `3 of 8 neurons wanted a site that another had, and got their next best`. */
export function describeDuplicates({
  duplicatesReplaced: count,
  electrodes,
}: Pick<Learned, 'duplicatesReplaced' | 'electrodes'>): string {
  if (count === 0) return 'no duplicate replaced'
  return `${count} of ${electrodes.length} neurons wanted a site that another had, and got ${count === 1 ? 'its' : 'their'} next best`
}

function describeStages(stages: readonly LearningStage[]): string {
  const early = stages.some(({ steps, of }) => steps < of)
  const parts = stages.map(({ stage, steps, of }) => {
    const verb = stage === 'selecting' ? 'chose' : 'tuned'
    return steps < of ? `${verb} until step ${steps} of ${of}` : `${verb} in all ${of} steps`
  })
  return parts.join(', ') + (early ? ': validation gained no more' : '')
}
