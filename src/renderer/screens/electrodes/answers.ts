import type { ElectrodeName } from '../../../core/domain/electrode'
import { m } from '../../lib/paraglide/messages.js'
import type { SelectionSummary } from '../../../ipc/views'

/** How many answers of the study were judged by a recording that also judged this one, itself counted; 1 at least. */
export function timesOpened(answers: readonly SelectionSummary[], modelId: string): number {
  const own = answers.find((answer) => answer.modelId === modelId)?.heldOut ?? []
  return Math.max(1, answers.filter(({ heldOut }) => heldOut.some((hash) => own.includes(hash))).length)
}

/** More than these are counted in a row of a table, not named. */
const named = 16

/** "C3 Cz C4", or "64 electrodes". */
export const sitesInRow = (electrodes: readonly ElectrodeName[]): string =>
  electrodes.length > named ? m.electrodes_count({ count: electrodes.length }) : electrodes.join(' ')
