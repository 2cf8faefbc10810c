import type {
  BackendChoice,
  BackendDecision,
  BackendLack,
  BackendStatus,
  BackendSwitch,
  BackendUse,
} from '../../core/domain/backend'
import type { LearningMark } from '../learning/learningMark'
import type { SelectionReport } from '../../core/domain/training'
import { decideBackend, usableBackends, whyNot } from '../../core/domain/decideBackend'

/** What the command line says of backends. */
export interface BackendList {
  readonly choice: BackendChoice
  readonly statuses: readonly BackendStatus[]
}

const waysOut: Readonly<Record<BackendLack, string>> = {
  'not-installed': 'not in place; "sparsecap backends install tensorflow-gpu" loads it',
  'no-adapter': 'no graphics card that a page is given; see docs/gpu.md',
  'window-only': 'runs only in the window; its Settings say whether it works',
  'unsupported-platform': 'not to be had for this system',
}

/** A line for each backend, then which one runs and why. */
export function describeBackends({ choice, statuses }: BackendList): string {
  const rows = [
    ['Backend', 'State', 'Step', 'Error', 'Device'],
    ...statuses.map((status) => [
      status.name,
      status.state,
      status.stepMs === null ? '' : `${status.stepMs.toFixed(status.stepMs < 10 ? 1 : 0)} ms`,
      status.worstError === null ? '' : status.worstError.toExponential(1),
      aboutOf(status),
    ]),
  ]
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)))
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  )
  return `${lines.join('\n')}\n\n${describeDecision({ choice, statuses })}\n`
}

function aboutOf({ name, state, lack, device, detail, passing }: BackendStatus): string {
  if (state === 'untried') return '"sparsecap backends --check" tries it'
  if (lack) return waysOut[lack]
  if (state === 'usable') return device
  const again = `"sparsecap backends --check ${name}" tries it again${passing ? ', as the next learning does' : ''}`
  return [device, detail.replace(/\.$/, ''), again].filter(Boolean).join('; ')
}

function describeDecision({ choice, statuses }: BackendList): string {
  const decision = decideBackend(choice, statuses)
  if (!decision)
    return `${chosenInVain({ choice, statuses })}None was found to work yet; they are tried before the next learning.`
  const passed = usableBackends(statuses).length
  const why = {
    chosen: 'as chosen',
    fastest: `the fastest of ${passed} that passed here`,
    only: 'the only one that passed here',
    fallback: `${choice} was chosen, but does not work here (${decision.detail})`,
  }[decision.reason]
  return `Learns on ${decision.backend}, ${decision.device}: ${why}.`
}

/** `tensorflow-gpu was chosen; tensorflow-gpu is not in place on this computer. `; nothing where it may still work. */
function chosenInVain({ choice, statuses }: BackendList): string {
  const chosen = statuses.find(({ name }) => name === choice)
  return chosen && chosen.state !== 'untried'
    ? `${choice} was chosen, but does not work here (${whyNot(chosen)}). `
    : ''
}

/** `webgpu stopped (the page went away); went on with cpu from step 240`. */
export const describeSwitch = ({ from, to, step, why }: BackendSwitch): string =>
  `${from} stopped (${why}); went on with ${to} from step ${step}`

/** `learning on cpu, 2 threads (the fastest that passed here); 120 MB of memory, 3200 MB are allowed`. */
export function describeRunning({ learnedOn, memory }: Pick<SelectionReport, 'learnedOn' | 'memory'>): string {
  const use = learnedOn ? `${describeUse(learnedOn.backend, learnedOn)} (${reasonOf(learnedOn)})` : ''
  return memory
    ? `learning on ${use}; ${toMegabytes(memory.predictedBytes)} of memory, ${toMegabytes(memory.limitBytes)} are allowed`
    : `learning on ${use}`
}

/** Why a backend runs. */
function reasonOf({ reason, detail }: BackendDecision): string {
  if (reason === 'fallback') return detail || 'the one asked for does not work here'
  return { chosen: 'as chosen', fastest: 'the fastest that passed here', only: 'the only one that passed here' }[reason]
}

/** `600 MB`. */
export const toMegabytes = (bytes: number): string => `${Math.ceil(bytes / 1e6)} MB`

/** A learning whose process is gone without having said how it ended. */
export const describeUnfinished = ({ backend, pid, startedAtMs }: LearningMark): string =>
  `A learning on ${backend} that began on ${new Date(startedAtMs).toLocaleString('en-GB')} ended without a word (process ${pid}): it \
crashed, or was ended from outside, often because memory was short. If that happens again, choose another backend with --backend; \
"sparsecap backends --check" tests all.`

/** `cpu, 2 threads`. */
export const describeUse = (backend: string, use: BackendUse | undefined): string =>
  [backend, use?.device].filter(Boolean).join(', ')
