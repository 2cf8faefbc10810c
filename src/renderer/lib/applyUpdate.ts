interface Sequenced {
  readonly id: string
  readonly sequence: number
  readonly startedAtMs: number
}

/**
 * Takes an update into a list that is kept in order of start. Subscribing before asking can bring the same news twice
 * or out of order: an update that is not newer than what is known is dropped, and the same list comes back; and news of
 * a job that runs can come before the list of those that ended before it.
 */
export function applyUpdate<Update extends Sequenced>(known: readonly Update[], update: Update): readonly Update[] {
  const at = known.findIndex((item) => item.id === update.id)
  if (at >= 0) return known[at]!.sequence >= update.sequence ? known : known.with(at, update)
  const after = known.findLastIndex((item) => item.startedAtMs <= update.startedAtMs)
  return known.toSpliced(after + 1, 0, update)
}
