import type { ErrorData } from '../../core/domain/error'
import { toErrorData } from '../../core/domain/error'
import { errorText } from './errorText'
import type { Toast } from './toastList.svelte'
import { toastList } from './toastList.svelte'

/** Says that something went well, with one way to go on from there. */
export function sayDone(title: string, description?: string, action?: Toast['action']): void {
  toastList.say({ tone: 'good', title, description, action })
}

/** Says that something is so, neither good nor bad. */
export function sayPlainly(title: string, description?: string): void {
  toastList.say({ tone: 'plain', title, description })
}

/** An error in the person's language; stays long enough to be read. */
export function sayError(error: ErrorData): void {
  const { title, message, hint } = errorText(error)
  toastList.say({ tone: 'bad', title, description: hint ? `${message} ${hint}` : message })
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
