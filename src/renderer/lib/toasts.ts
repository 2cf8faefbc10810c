import { toast } from 'svelte-sonner'
import type { ErrorData } from '../../core/domain/error'
import { toErrorData } from '../../core/domain/error'
import { errorText } from './errorText'

interface ToastAction {
  readonly label: string
  readonly onClick: () => void
}

/** Says that something went well, with one way to go on from there. */
export function sayDone(title: string, description?: string, action?: ToastAction): void {
  toast.success(title, { description, action })
}

/** Says that something is so, neither good nor bad. */
export function sayPlainly(title: string, description?: string): void {
  toast.message(title, { description })
}

/** An error in the person's language; stays until it is read. */
export function sayError(error: ErrorData): void {
  const { title, message, hint } = errorText(error)
  toast.error(title, { description: hint ? `${message} ${hint}` : message, duration: 12_000 })
}

/** Runs what a button asks for; a failure is said, not thrown: a screen is a border. */
export async function attempt(work: () => Promise<unknown>): Promise<boolean> {
  try {
    await work()
    return true
  } catch (thrown) {
    sayError(toErrorData(thrown))
    return false
  }
}
