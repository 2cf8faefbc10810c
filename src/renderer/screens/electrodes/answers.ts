import type { SelectionSummary } from '../../../ipc/views'

/** How many answers of the study were judged by a recording that also judged this one, itself counted; 1 at least. */
export function timesOpened(answers: readonly SelectionSummary[], modelId: string): number {
  const own = answers.find((answer) => answer.modelId === modelId)?.heldOut ?? []
  return Math.max(1, answers.filter(({ heldOut }) => heldOut.some((hash) => own.includes(hash))).length)
}
