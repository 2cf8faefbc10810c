import type { ErrorData } from '../../../core/domain/error'

/** A stream of a file that may be its EEG: `1: BioSemi (64 channels, 512 Hz)`. */
export interface StreamOption {
  readonly id: number
  readonly label: string
}

/** What there is to choose from where a file holds several streams; empty for any other error. */
export function streamChoices(error: ErrorData | undefined): readonly StreamOption[] {
  if (error?.code !== 'file/several-streams') return []
  const ids = String(error.values?.ids ?? '')
    .split(' ')
    .filter(Boolean)
  let rest = String(error.values?.streams ?? '')
  return ids.map((id, index) => {
    const next = ids[index + 1]
    // A name may hold anything, the separator too: the next stream begins where its own number stands.
    const at = next === undefined ? -1 : rest.indexOf(`; ${next}: `)
    const label = at < 0 ? rest : rest.slice(0, at)
    rest = at < 0 ? '' : rest.slice(at + 2)
    return { id: Number(id), label: label || id }
  })
}
