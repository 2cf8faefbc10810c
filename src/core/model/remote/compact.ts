type Plain = null | undefined | boolean | number | string | Float32Array | Int32Array | readonly Plain[] | PlainObject
interface PlainObject {
  readonly [name: string]: Plain
}

/** The same message with every array on a buffer of its own length. A view into a large buffer would take all of the
 *  buffer along when it is cloned. */
export function compact<T>(message: T): T {
  return compactPlain(message as Plain) as T
}

function compactPlain(value: Plain): Plain {
  if (typeof value !== 'object' || value === null) return value
  if (value instanceof Float32Array || value instanceof Int32Array) {
    return value.byteLength === value.buffer.byteLength ? value : value.slice()
  }
  if (Array.isArray(value)) return (value as readonly Plain[]).map(compactPlain)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, compactPlain(part)]))
}
