import { parseArgs, type ParseArgsConfig } from 'node:util'
import { AppError } from '../core/domain/error'
import { similarNames } from '../core/domain/nameMatching'
import type { Command, CommandInput } from './command'

type Options = NonNullable<ParseArgsConfig['options']>

/** Throws `input/invalid` with the usage for words that the command does not know. */
export function parseCommand(command: Command, words: readonly string[]): Pick<CommandInput, 'values' | 'paths'> {
  const options: Options = { ...command.options, json: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } }
  try {
    const args = withNegativeNumbers(command.words?.(words) ?? words, options)
    const { values, positionals } = parseArgs({ args, options, allowPositionals: true, strict: true })
    return { values: values as CommandInput['values'], paths: positionals }
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && String(thrown.code).startsWith('ERR_PARSE_ARGS'))) throw thrown
    throw new AppError({ code: 'input/invalid', ...explain(thrown.message, options, command.usage) })
  }
}

/** A number after an option is its value, below zero too; who reads the value says what it may be. */
function withNegativeNumbers(words: readonly string[], options: Options): string[] {
  const args: string[] = []
  for (const word of words) {
    const before = args.at(-1) ?? ''
    if (/^-\.?\d/.test(word) && takesValue(before, options)) {
      args[args.length - 1] = before.startsWith('--') ? `${before}=${word}` : `${before}${word}`
    } else args.push(word)
  }
  return args
}

const takesValue = (word: string, options: Options): boolean =>
  Object.entries(options).some(
    ([name, { type, short }]) =>
      type === 'string' && (word === `--${name}` || (short !== undefined && word === `-${short}`)),
  )

/** Node's sentences go on with advice that helps nobody here. */
function explain(said: string, options: Options, usage: string): { message: string; hint: string } {
  const hint = `Usage: sparsecap ${usage}`
  const [, unknown] = /^Unknown option '([^']+)'/.exec(said) ?? []
  if (unknown !== undefined) {
    const names = Object.keys(options).map((name) => `--${name}`)
    const similar = similarNames(unknown, names)[0]
    return { message: `There is no option ${unknown}.`, hint: similar ? `Did you mean ${similar}? ${hint}` : hint }
  }
  const [, option] = /^Option '(?:-\w, )?(--?[\w-]+)/.exec(said) ?? []
  if (option !== undefined) {
    const isSwitch = said.includes('does not take an argument')
    const message = isSwitch ? `${option} takes no value.` : `${option}: expected a value, got none.`
    return { message, hint: `${hint}. "--help" says what each option takes.` }
  }
  return { message: said.split(/(?<=\.)\s|\n/)[0]!, hint }
}
