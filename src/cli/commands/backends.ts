import { backendNames, type BackendChoice, type BackendName, type BackendStatus } from '../../core/domain/backend'
import { decideBackend } from '../../core/domain/decideBackend'
import { AppError, type ErrorData } from '../../core/domain/error'
import { checkBackends, surveyBackends } from '../../jobs/learning/checkBackends'
import { installBackend, removeBackend } from '../../jobs/learning/installBackend'
import { backendParts, machineRecords } from '../../jobs/learning/startLearning'
import { forkedBackends } from '../../jobs/learning/tensorflow/elsewhere'
import { describeBackends, toMegabytes } from '../../jobs/report/backends'
import type { Command, CommandInput, CommandResult } from '../command'

export const backendsCommand: Command = {
  name: 'backends',
  summary: 'Say what learning can run on here, test it, and choose.',
  usage: 'backends [--check [NAME…]] | backends use NAME | backends install|remove tensorflow-gpu',
  help: `
  --check [NAME…]      hold each against reference values and measure a training step, about a second each
  use NAME             learn on this one from now on, here and in the window; "use auto": on the fastest that passes
  install tensorflow-gpu
                       load TensorFlow for Node (200 MB, for an NVIDIA card 2.1 GB) and test it; goes on where it was cut short
    --cuda, --cpu      for an NVIDIA card, or without one; left out: what this machine has
    --repair           read every file of an installation that looks sound
  remove tensorflow-gpu
                       delete it from this machine

Names: ${backendNames.join(', ')}. Results are kept for this machine and this version.
The exit code is 2 when one that was tested, or is to be used, does not work.`,
  options: {
    check: { type: 'boolean' },
    cuda: { type: 'boolean' },
    cpu: { type: 'boolean' },
    repair: { type: 'boolean' },
  },
  async run(input) {
    const [word, ...names] = input.paths
    if (word === 'use') return use(one(names, 'use'))
    if (word === 'install') return install(one(names, 'install'), input)
    if (word === 'remove') return remove(one(names, 'remove'))
    if (input.values.check === true)
      return check(input.paths.length > 0 ? input.paths.map(toName) : backendNames, input)
    if (word) throw unknownWord(word)
    return toResult(await survey())
  },
}

async function check(names: readonly BackendName[], { context }: CommandInput): Promise<CommandResult> {
  const all = await parts(context)
  const statuses = await checkBackends(names, all, { ...context, report: () => undefined })
  return toResult(statuses, names, all.records.notKept)
}

async function use(word: string): Promise<CommandResult> {
  const choice = toChoice(word)
  machineRecords().choose(choice)
  const statuses = await survey()
  const chosen = statuses.find(({ name }) => name === choice)
  const works = chosen === undefined || chosen.state === 'usable' || chosen.state === 'untried'
  const result = toResult(statuses)
  if (works) return result
  return { ...result, text: `${result.text}${word} is chosen from now on, but does not work here.\n`, exitCode: 2 }
}

async function install(word: string, { context, values }: CommandInput): Promise<CommandResult> {
  if (toName(word) !== 'tensorflow-gpu') throw comesAlong(word, 'is always there')
  if (values.cuda === true && values.cpu === true) throw invalid('Give --cuda or --cpu, not both.')
  const wish = {
    ...((values.cuda === true || values.cpu === true) && { cuda: values.cuda === true }),
    thorough: values.repair === true,
  }
  const { statuses, notKept, inPlace } = await installBackend({ ...context, elsewhere: forkedBackends() }, wish)
  const found = toResult(statuses, ['tensorflow-gpu'], notKept)
  return { ...found, json: { ...(found.json as object), inPlace }, text: `${inPlace}\n\n${found.text}` }
}

async function remove(word: string): Promise<CommandResult> {
  if (toName(word) !== 'tensorflow-gpu') throw comesAlong(word, 'cannot be removed')
  const bytes = removeBackend()
  const freed =
    bytes > 0 ? `TensorFlow was removed: ${toMegabytes(bytes)} are free again.` : 'TensorFlow was not in place.'
  const left = toResult(await survey())
  return { ...left, json: { ...(left.json as object), freedBytes: bytes }, text: `${freed}\n\n${left.text}` }
}

const parts = (context: CommandInput['context']) => backendParts({ ...context, elsewhere: forkedBackends() })

const survey = async (): Promise<BackendStatus[]> => surveyBackends(await parts(quiet))
const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }

function toResult(
  backends: readonly BackendStatus[],
  tested: readonly BackendName[] = [],
  notKept: ErrorData | null = null,
): CommandResult {
  const { choice } = machineRecords()
  const failed = backends.some(
    ({ name, state }) => tested.includes(name) && (state === 'refused' || state === 'crashed'),
  )
  return {
    json: { choice, decision: decideBackend(choice, backends), backends, notKept },
    text: describeBackends({ choice, statuses: backends }) + (notKept ? `\n${notKeptText(notKept)}\n` : ''),
    exitCode: failed ? 2 : 0,
  }
}

/** A backend or `auto`. Throws `input/invalid` with the names that there are. */
export function toChoice(word: string): BackendChoice {
  return word === 'auto' ? word : toName(word)
}

function toName(word: string): BackendName {
  const name = backendNames.find((known) => known === word)
  if (name) return name
  throw invalid(`There is no backend named ${word}.`)
}

function one(words: readonly string[], what: string): string {
  if (words.length === 1) return words[0]!
  throw invalid(`backends ${what}: name one backend.`)
}

/** While a command goes on, on standard error. */
export const sayNotKept = (notKept: ErrorData): void => void process.stderr.write(`  ${notKeptText(notKept)}\n`)

const notKeptText = ({ message, hint }: ErrorData): string =>
  `What was found out of the backends could not be kept for the next time: ${message.replace(/\.?$/, '.')} ${hint ?? ''}`.trim()

/** `backends cpu` is meant as a question about it. */
const unknownWord = (word: string): AppError =>
  backendNames.some((name) => name === word)
    ? invalid(
        `"backends ${word}" says neither test nor use.`,
        `"sparsecap backends --check ${word}" tests it; "sparsecap backends use ${word}" learns on it from now on.`,
      )
    : invalid(
        `There is no "backends ${word}".`,
        'There is "sparsecap backends" with --check, use, install or remove; see "sparsecap backends --help".',
      )

const comesAlong = (word: string, how: string): AppError =>
  invalid(
    `${word} comes with the program and ${how}.`,
    'Only tensorflow-gpu is put in place and removed; "sparsecap backends" lists what each of them lacks.',
  )

const invalid = (
  message: string,
  hint = `Backends: ${backendNames.join(', ')}. See "sparsecap backends --help".`,
): AppError => new AppError({ code: 'input/invalid', message, hint })
