import type { BackendChoice, BackendLack, BackendStatus, BackendSwitch, BackendUse } from '../../core/domain/backend'
import { decideBackend, usableBackends } from '../../core/domain/decideBackend'

/** What the command line says of backends. */
export interface BackendList {
  readonly choice: BackendChoice
  readonly statuses: readonly BackendStatus[]
}

const waysOut: Readonly<Record<BackendLack, string>> = {
  'not-installed': 'not in place; "sparsecap backends install tensorflow-gpu" loads it',
  'no-adapter': 'no graphics card that a page is given; see docs/gpu.md',
  'window-only': 'runs in the window alone; its Settings say whether it works',
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

function aboutOf({ state, lack, device, detail }: BackendStatus): string {
  if (state === 'untried') return '"sparsecap backends --check" tries it'
  if (lack) return waysOut[lack]
  return [device, detail].filter(Boolean).join('; ')
}

function describeDecision({ choice, statuses }: BackendList): string {
  const decision = decideBackend(choice, statuses)
  if (!decision) return 'None was found to work yet; they are tried before the first learning.'
  const passed = usableBackends(statuses).length
  const why = {
    chosen: 'as chosen',
    fastest: `the fastest of ${passed} that passed here`,
    only: 'the only one that passed here',
    fallback: `${choice} was chosen, but does not work here (${decision.detail})`,
  }[decision.reason]
  return `Learns on ${decision.backend}, ${decision.device}: ${why}.`
}

/** `webgpu stopped (the page went away); went on with cpu from step 240`. */
export const describeSwitch = ({ from, to, step, why }: BackendSwitch): string =>
  `${from} stopped (${why}); went on with ${to} from step ${step}`

/** `cpu, 2 threads`. */
export const describeUse = (backend: string, use: BackendUse | undefined): string =>
  [backend, use?.device].filter(Boolean).join(', ')
