import type { ParseArgsConfig } from 'node:util'
import { AppError } from '../core/domain/error'
import type { Cancellation, JobContext, Progress } from '../core/domain/job'

type Options = NonNullable<ParseArgsConfig['options']>

/** One word of the command line. */
export interface Command {
  readonly name: string
  /** One line for the list of commands. */
  readonly summary: string
  /** What `--help` prints after the usage line. */
  readonly help: string
  readonly usage: string
  readonly options: Options
  /** What the words mean before options are looked for. */
  words?(words: readonly string[]): string[]
  run(input: CommandInput): Promise<CommandResult>
}

export interface CommandInput {
  readonly values: Readonly<Record<string, string | boolean | undefined>>
  readonly paths: readonly string[]
  readonly context: JobContext<unknown>
}

export interface CommandResult {
  /** Printed with `--json`. */
  readonly json: unknown
  /** Printed without. */
  readonly text: string
  /** 0 unless part of the work was refused. */
  readonly exitCode?: number
}

/** Text of an option that must be there. */
export function required(input: CommandInput, name: string): string {
  const value = input.values[name]
  if (typeof value === 'string' && value !== '') return value
  throw new AppError({ code: 'input/invalid', message: `--${name} is missing.`, hint: 'See --help.' })
}

/** A whole number from `least` on. */
export function whole(input: CommandInput, name: string, fallback: number, least = 0): number {
  const value = input.values[name]
  if (value === undefined) return fallback
  const number = value === '' ? NaN : Number(value)
  if (Number.isSafeInteger(number) && number >= least) return number
  throw new AppError({
    code: 'input/invalid',
    message: `${name === 'electrodes' ? '-n' : `--${name}`}: expected a whole number from ${least} on, got ${String(value)}.`,
    hint: 'See --help.',
  })
}

/** Words between commas or spaces. */
export const list = (input: CommandInput, name: string): string[] => {
  const value = input.values[name]
  return typeof value === 'string' ? value.split(/[\s,]+/).filter(Boolean) : []
}

/** What stands between commas: names may have spaces in them. */
export const commaList = (input: CommandInput, name: string): string[] => {
  const value = input.values[name]
  const parts = typeof value === 'string' ? value.split(',') : []
  return parts.map((part) => part.trim()).filter(Boolean)
}

/** Progress on standard error, one line a step, so that standard output belongs to the result. */
export function createContext(cancellation: Cancellation, write: (text: string) => void): JobContext<unknown> {
  let lastStep = ''
  let lastShare = -1
  return {
    cancellation,
    report: () => undefined,
    progress({ step, values, done, total }: Progress) {
      const share = total ? Math.floor((10 * done) / total) : 0
      const label = [step.replace(/_/g, ' '), ...Object.values(values ?? {})].join(' ')
      if (step === lastStep && share === lastShare) return
      lastStep = step
      lastShare = share
      write(`  ${label}${total ? ` ${Math.round((100 * done) / total)} %` : ''}\n`)
    },
  }
}
