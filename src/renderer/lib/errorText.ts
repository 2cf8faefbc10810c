import type { ErrorData } from '../../core/domain/error'
import { toErrorData } from '../../core/domain/error'
import type { RecordingProblem } from '../../core/domain/recording'
import templates from '../messages/errors.en.json'
import templatesChinese from '../messages/errors.zh-CN.json'
import { allLostText } from './backendText'
import { lookUp } from './catalogue'
import { formatDate } from './format'
import { toKey } from './keys'
import { getLocale } from './paraglide/runtime.js'
import { fits } from './placeholders'

export interface ErrorText {
  readonly title: string
  readonly message: string
  readonly hint: string | null
}

type Patterns = Readonly<Record<string, string | undefined>>
const [english, chinese]: [Patterns, Patterns] = [templates, templatesChinese]
type Coded = Pick<ErrorData, 'message' | 'values'> & { readonly code: string }

/** Moments cross as milliseconds; a person reads a date. */
function readable(code: string, values: ErrorData['values'] = {}): Readonly<Record<string, string | number>> {
  if (code === 'learner/none-left') return { ...values, lost: allLostText(values) }
  return typeof values.since === 'number' ? { ...values, since: formatDate(values.since, getLocale()) } : values
}

/** The catalogue's sentence if all of its values came along; `message` is the error's own English sentence. */
function translated(prefix: string, { code, message, values }: Coded): string | null {
  const pattern = (getLocale() === 'en' ? english : chinese)[`${prefix}_${toKey(code)}`]
  const all = { message, ...readable(code, values) }
  return pattern !== undefined && fits(pattern, all) ? lookUp(prefix, code, all) : null
}

/** Texts for logs end without a full stop; on screen another sentence follows. */
const sentence = (text: string): string => (/[.!?。！？）]$/.test(text) ? text : `${text}.`)

/** A cut file whose sound part can be kept says more than one that has none. */
const partial = (error: ErrorData): string | null =>
  translated('error_message', { ...error, code: `${error.code}/partial` })

/**
 * An error as the window says it: title, what was expected and got, and the way out, from the catalogue by code.
 * Where the catalogue's sentence lacks its values, the English message and hint of the error itself stand in.
 */
export function errorText(error: ErrorData): ErrorText {
  // A hint with a flag is meant for the command line.
  const ownHint = getLocale() === 'en' && !error.hint?.includes('--') ? error.hint : undefined
  return {
    title: lookUp('error_title', error.code) ?? error.code,
    message: sentence(partial(error) ?? translated('error_message', error) ?? error.message),
    hint: ownHint ?? lookUp('error_hint', error.code) ?? error.hint ?? null,
  }
}

/** The same for anything that was thrown. */
export const thrownText = (thrown: unknown): ErrorText => errorText(toErrorData(thrown))

/** What is not sound in a file, in the person's language. */
export const problemText = (problem: RecordingProblem): string => translated('problem', problem) ?? problem.message
