import { m } from './paraglide/messages.js'

/** Counts with their noun: English has another word for one. */
export const runsText = (count: number): string => (count === 1 ? m.nav_state_run() : m.nav_state_runs({ count }))
export const trialsText = (count: number): string =>
  count === 1 ? m.session_trial_one() : m.session_trial_count({ count })
export const filesText = (imported: number): string =>
  imported === 1 ? m.job_done_import_one() : m.job_done_import_count({ imported })
