const kinds = [
  'Float32Array',
  'Float64Array',
  'Uint8Array',
  'Int32Array',
  'Uint32Array',
  'Int16Array',
  'Uint16Array',
  'ArrayBuffer',
  'Array',
] as const

/**
 * Runs `work` with the arrays' own constructors watched. Throws before an array is made that alone is larger than `limit`
 * bytes: so no machine is brought down by what is looked for.
 */
export function allocationsOf<T>(limit: number, work: () => T): T {
  const owner = globalThis as unknown as Record<string, unknown>
  const own = kinds.map((kind) => [kind, owner[kind]] as const)
  for (const [kind, constructor] of own) owner[kind] = watched(kind, constructor as Constructor, limit)
  try {
    return work()
  } finally {
    for (const [kind, constructor] of own) owner[kind] = constructor
  }
}

type Constructor = (new (...args: unknown[]) => object) & { BYTES_PER_ELEMENT?: number }

function watched(kind: string, constructor: Constructor, limit: number): Constructor {
  const width = constructor.BYTES_PER_ELEMENT ?? (kind === 'Array' ? 8 : 1)
  const check = (count: unknown): void => {
    if (typeof count === 'number' && count * width > limit)
      throw new Error(`${kind} of ${count * width} bytes, limit ${limit}`)
  }
  return new Proxy(constructor, {
    construct(target, args: unknown[], newTarget) {
      check(args[0])
      return Reflect.construct(target, args, newTarget as Constructor) as object
    },
    get(target, key, receiver) {
      const value: unknown = Reflect.get(target, key, receiver)
      if (key !== 'from' || typeof value !== 'function') return value
      return (list: { length?: number }, ...rest: unknown[]) => {
        check(list?.length)
        return (value as (...args: unknown[]) => unknown).call(target, list, ...rest)
      }
    },
  })
}
