import { untriedBackend, type BackendName, type BackendStatus } from '../../core/domain/backend'
import type { JobContext } from '../../core/domain/job'
import type { GoldenCase } from '../../core/model/selfTest'
import type { BackendRecords } from '../../store/backendRecords'
import type { BackendSource } from './backendSource'
import { checkBackend } from './checkBackend'

/** What the program knows and has on this machine. */
export interface BackendParts {
  readonly sources: readonly BackendSource[]
  readonly records: BackendRecords
  readonly cases: readonly GoldenCase[]
  /** Of `CheckParts`. */
  readonly now?: () => number
}

/** What is known of every backend, without loading any. */
export const surveyBackends = ({
  sources,
  records,
}: Pick<BackendParts, 'sources' | 'records'>): Promise<BackendStatus[]> =>
  Promise.all(
    sources.map(async (source) => {
      const lack = await source.lack()
      const untried = untriedBackend(source.name)
      const known = lack ? { ...untried, state: 'missing' as const, lack } : (records.find(source.name) ?? untried)
      const installedBytes = source.installedBytes?.() ?? 0
      return installedBytes > 0 ? { ...known, installedBytes } : known
    }),
  )

/** Tries backends one after the other: right gradients, and how long a step takes. What is found out is kept and
 *  reported, all of the survey each time. Rejects with `job/cancelled`; those that were done by then stay known. */
export async function checkBackends(
  names: readonly BackendName[],
  parts: BackendParts,
  context: JobContext<readonly BackendStatus[]>,
): Promise<BackendStatus[]> {
  const { cancellation } = context
  const wanted = parts.sources.filter(({ name }) => names.includes(name))
  let statuses = await surveyBackends(parts)
  for (const [done, source] of wanted.entries()) {
    context.progress({ step: `checking_${source.name}`, done, total: wanted.length })
    const status = await checkBackend(source, { ...parts, cancellation })
    keepStatus(parts.records, status)
    statuses = statuses.map((one) => (one.name === status.name ? installedAs(one, status) : one))
    context.report(statuses)
  }
  return statuses
}

const installedAs = ({ installedBytes }: BackendStatus, status: BackendStatus): BackendStatus =>
  installedBytes === undefined ? status : { ...status, installedBytes }

/** What is missing is looked for each time, so nothing is kept of it. */
export function keepStatus(records: BackendRecords, status: BackendStatus): void {
  const isFinding = status.state === 'usable' || status.state === 'refused' || status.state === 'crashed'
  if (isFinding) records.save(status)
  else records.forget(status.name)
}
