import { AppError, toErrorData } from '../core/domain/error'
import { programFiles } from '../jobs/programFiles'
import type { Command } from './command'
import { createContext } from './command'
import { commands } from './commands'
import { watchInterrupts } from './interrupts'
import { parseCommand } from './parseCommand'

const { version } = programFiles()
const cancellation = { requested: false }
watchInterrupts(cancellation)
// A pipe that was closed early (`| head`) is no failure.
process.stdout.on('error', () => process.exit(0))
// A terminal that was closed takes no more; what is being cancelled still ends cleanly.
process.stderr.on('error', () => undefined)

async function main([name, ...words]: string[]): Promise<number> {
  if (!name || name === '--help' || name === '-h' || name === 'help') return say(overview())
  if (name === '--version') return say(`${version}\n`)
  const command = commands.find((candidate) => candidate.name === name)
  if (!command) return complain(unknownCommand(name), words.includes('--json'))
  if (words.includes('--help') || words.includes('-h')) return say(helpOf(command))
  const json = words.includes('--json')
  try {
    const context = createContext(cancellation, (text) => void process.stderr.write(text))
    const result = await command.run({ ...parseCommand(command, words), context })
    say(json && result.json !== undefined ? `${JSON.stringify(result.json, null, 2)}\n` : result.text)
    return result.exitCode ?? 0
  } catch (thrown) {
    return complain(thrown, json)
  }
}

function say(text: string): number {
  process.stdout.write(text)
  return 0
}

/** With `--json` a failure is data too: `{ error: { code, message, hint } }` on standard output. */
function complain(thrown: unknown, json: boolean): number {
  const error = toErrorData(thrown)
  if (json) say(`${JSON.stringify({ error }, null, 2)}\n`)
  process.stderr.write(`${error.message}\n${error.hint ? `${error.hint}\n` : ''}`)
  if (error.code === 'internal' && error.detail) process.stderr.write(`${error.detail}\n`)
  return error.code === 'job/cancelled' ? 130 : 1
}

const unknownCommand = (name: string): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `There is no command named ${name}.`,
    hint: `Commands: ${commands.map((command) => command.name).join(', ')}. "sparsecap help" says what they do.`,
  })

const overview = (): string => `Sparsecap ${version}: which N electrodes are enough?

Usage: sparsecap COMMAND [options]

${commands.map(({ name, summary }) => `  ${name.padEnd(9)}${summary}`).join('\n')}

Every command has --help; --json prints its result as JSON on standard output.
Research use only.
`

const helpOf = (command: Command): string =>
  `${command.summary}\n\nUsage: sparsecap ${command.usage}\n\n${command.help.replace(/^\n+|\s+$/g, '')}\n\n  --json               print the result as JSON on standard output\n`

// Last, so that everything above exists by then.
process.exitCode = await main(process.argv.slice(2))
