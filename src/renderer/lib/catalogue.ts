import { toKey } from './keys'
import { m } from './paraglide/messages.js'

type Values = Readonly<Record<string, string | number>>
type Message = (values?: Values) => string

const messages = m as unknown as Readonly<Record<string, Message | undefined>>

/** The sentence for a key that is only known while running, e.g. an error's code; null when the catalogue has none. */
export function lookUp(prefix: string, code: string, values?: Values): string | null {
  const message = messages[`${prefix}_${toKey(code)}`]
  return message ? message(values) : null
}
