/** Fields of a JSON object; each getter throws Error with the path, what was expected and what came. */
export interface Fields {
  has(key: string): boolean
  isNull(key: string): boolean
  text(key: string): string
  number(key: string): number
  flag(key: string): boolean
  texts(key: string): string[]
  object(key: string): Fields
  objects(key: string): Fields[]
  /** All keys, each with what `read` makes of it. */
  record<T>(read: (fields: Fields, key: string) => T): Record<string, T>
}

export function openFields(value: unknown, path: string): Fields {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw fault(path, 'an object', value)
  const entries = value as Readonly<Record<string, unknown>>
  const at = (key: string): string => `${path}.${key}`
  const array = (key: string): unknown[] => {
    const list = entries[key]
    if (!Array.isArray(list)) throw fault(at(key), 'a list', list)
    return list
  }
  const typed = <T>(key: string, type: 'string' | 'number' | 'boolean'): T => {
    if (typeof entries[key] !== type) throw fault(at(key), `a ${type}`, entries[key])
    return entries[key] as T
  }
  const fields: Fields = {
    has: (key) => key in entries,
    isNull: (key) => entries[key] === null,
    text: (key) => typed(key, 'string'),
    number: (key) => typed(key, 'number'),
    flag: (key) => typed(key, 'boolean'),
    texts: (key) =>
      array(key).map((one, i) => {
        if (typeof one === 'string') return one
        throw fault(`${at(key)}[${i}]`, 'a string', one)
      }),
    object: (key) => openFields(entries[key], at(key)),
    objects: (key) => array(key).map((one, i) => openFields(one, `${at(key)}[${i}]`)),
    record: (read) => Object.fromEntries(Object.keys(entries).map((key) => [key, read(fields, key)])),
  }
  return fields
}

const fault = (path: string, expected: string, got: unknown): Error =>
  new Error(`${path}: expected ${expected}, got ${JSON.stringify(got) ?? 'nothing'}`)
