import type { ErrorData } from '../core/domain/error'
import { AppError } from '../core/domain/error'

/** Both `invoke` and the context bridge strip properties from errors, so a failure crosses as plain data. */
export type Reply<Value> =
  { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly error: ErrorData }

/** @throws AppError with the data that main sent. */
export function unwrap<Value>(reply: Reply<Value>): Value {
  if (reply.ok) return reply.value
  throw new AppError(reply.error)
}
