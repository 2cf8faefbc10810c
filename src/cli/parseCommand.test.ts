import { expect, test } from 'vitest'
import { AppError } from '../core/domain/error'
import type { Command } from './command'
import { whole } from './command'
import { parseCommand } from './parseCommand'

const command = {
  usage: 'try [--seed N] [-n 8]',
  options: { seed: { type: 'string' }, electrodes: { type: 'string', short: 'n' }, loud: { type: 'boolean' } },
} as unknown as Command
const parse = (...words: string[]) => parseCommand(command, words)

function refusal(...words: string[]) {
  try {
    const { values, paths } = parse(...words)
    whole({ values, paths, context: undefined as never }, 'seed', 1)
  } catch (thrown) {
    if (thrown instanceof AppError) return thrown.data
    throw thrown
  }
  throw new Error('It was not refused')
}

test('words, values and switches are told apart', () => {
  expect(parse('a', '-n', '4', '--loud', '--seed=7', 'b')).toEqual({
    values: expect.objectContaining({ electrodes: '4', loud: true, seed: '7' }) as object,
    paths: ['a', 'b'],
  })
})

test('a number below zero is a value, which its reader refuses by name', () => {
  expect(parse('-n', '-2', '--seed', '-.5').values).toMatchObject({ electrodes: '-2', seed: '-.5' })
  expect(refusal('--seed', '-1').message).toBe('--seed: expected a whole number from 0 on, got -1.')
})

test.each([
  [['--sed', '1'], 'There is no option --sed.', 'Did you mean --seed?'],
  [['-x'], 'There is no option -x.', 'Usage: sparsecap try'],
  [['--seed'], '--seed: expected a value, got none.', 'Usage'],
  [['--seed', '--loud'], '--seed: expected a value, got none.', 'Usage'],
  [['-n'], '--electrodes: expected a value, got none.', 'Usage'],
  [['--loud=yes'], '--loud takes no value.', 'Usage'],
])('%j is refused in a sentence of its own', (words, message, hint) => {
  const { code, ...said } = refusal(...words)
  expect(code).toBe('input/invalid')
  expect(said.message).toBe(message)
  expect(said.hint).toContain(hint)
})
