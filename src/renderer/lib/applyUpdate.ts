interface Sequenced {
  readonly id: string
  readonly sequence: number
}

/**
 * Takes an update into a list that is kept in order of first appearance. Subscribing before asking can bring the same
 * news twice or out of order: an update that is not newer than what is known is dropped, and the same list comes back.
 */
export function applyUpdate<Update extends Sequenced>(known: readonly Update[], update: Update): readonly Update[] {
  const at = known.findIndex((item) => item.id === update.id)
  if (at < 0) return [...known, update]
  return known[at]!.sequence >= update.sequence ? known : known.with(at, update)
}
