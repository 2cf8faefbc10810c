/** A set that is replaced whole when it changes. */
export const setOf = <Item>(items: Iterable<Item> = []): ReadonlySet<Item> => new Set(items)

/** The same set with these items, or without them. */
export function withItems<Item>(set: ReadonlySet<Item>, items: Iterable<Item>, on: boolean): ReadonlySet<Item> {
  const next = new Set(set)
  for (const item of items) {
    if (on) next.add(item)
    else next.delete(item)
  }
  return next
}
