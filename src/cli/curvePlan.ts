import { curveMargin, defaultCurve, sizesBetween } from '../core/domain/curveDefaults'
import { evaluationSchemes, methodIds, type CurvePlan, type MethodId, type SiteConstraints } from '../core/domain/curve'
import { decoderKinds, type DecoderKind } from '../core/domain/decoder'
import type { Cap } from '../core/domain/electrode'
import { AppError } from '../core/domain/error'
import type { RecordingSummary } from '../core/domain/recording'
import { presetCaps } from '../core/montage/caps'
import { siteOf } from '../core/montage/sites'
import type { Study } from '../store/study'
import { commaList, list, whole, type CommandInput } from './command'
import { sitesOf, subjectNamed, toQuestion } from './question'
import { toChoice } from './commands/backends'

/** Options that mean nothing to the learning of one set: whoever gives one asks for a curve. */
const curveOptions = ['data', 'methods', 'scheme', 'cap', 'min-distance', 'symmetric', 'margin', 'restarts', 'draws']

/** Several numbers of electrodes (`2..16`, `2,4,8`), several decoders, or an option that only a curve has. */
export const asksForCurve = ({ values }: CommandInput): boolean =>
  /\.\.|,/.test(String(values['electrodes'] ?? '')) ||
  String(values['decoder'] ?? '').includes(',') ||
  curveOptions.some((option) => values[option] !== undefined)

/** The plan that options describe. Throws `input/invalid` with what was expected. */
export function toCurvePlan(study: Study, input: CommandInput): CurvePlan {
  const { values } = input
  const { recordings, classes, subjects } = recordingsAsked(study, input)
  const constraints = toConstraints(study, input, recordings)
  const available = recordings.map(({ electrodes }) => electrodes.length)
  const most = Math.min(...available, constraints.inputs ?? Infinity)
  const asked = typeof values['electrodes'] === 'string' ? toSizes(values['electrodes']) : defaultCurve.sizes
  const isDefault = typeof values['electrodes'] !== 'string'
  return {
    ...defaultCurve,
    ...{ subjects, classes, constraints },
    recordingIds: recordings.map(({ id }) => id),
    scheme: oneOf(values['scheme'], 'scheme', evaluationSchemes) ?? defaultCurve.scheme,
    sizes: isDefault ? asked.filter((size) => size <= most) : asked,
    methods: methodsOf(input),
    decoders: decodersOf(input),
    margin: values['margin'] === undefined ? defaultCurve.margin : curveMargin(String(values['margin'])),
    seed: whole(input, 'seed', defaultCurve.seed),
    restarts: whole(input, 'restarts', defaultCurve.restarts, 1),
    steps: whole(input, 'steps', defaultCurve.steps, 1),
    draws: whole(input, 'draws', defaultCurve.draws, 1),
    shuffleLabels: values['shuffle-labels'] === true,
    ...(typeof values['backend'] === 'string' ? { backend: toChoice(values['backend']) } : {}),
  }
}

interface Asked {
  readonly recordings: readonly RecordingSummary[]
  readonly classes: readonly string[]
  readonly subjects: readonly string[]
}

function recordingsAsked(study: Study, input: CommandInput): Asked {
  const { subject } = input.values
  const all = [...new Set(study.recordings.list().map((recording) => recording.subject))]
  const named = commaList(input, 'subject')
  const across = input.values['scheme'] === 'subjects' || input.values['scheme'] === 'tuned'
  const subjects = named.length > 0 ? named.map((word) => subjectNamed(study, word)) : across ? all : [undefined]
  const parts = subjects.map((one) =>
    toQuestion(study, { subject: one, runs: list(input, 'runs'), classes: commaList(input, 'classes') }),
  )
  if (parts.length === 0)
    throw invalid(`The study has no subject ${String(subject ?? '')}.`, 'Import recordings first.')
  return {
    recordings: parts.flatMap(({ recordings }) => recordings),
    classes: parts[0]!.classes,
    subjects: parts.map((part) => part.subject),
  }
}

function toConstraints(study: Study, input: CommandInput, recordings: readonly RecordingSummary[]): SiteConstraints {
  const sites = (option: string): string[] => sitesOf(option, list(input, option), recordings)
  const cap = capNamed(study, input.values['cap'])
  const onCap = cap?.sites.filter((site) => site !== null) ?? []
  const available = new Set(recordings.flatMap(({ electrodes }) => electrodes))
  const candidates = sites('candidates')
  const capSites = onCap.filter((site) => available.has(site))
  if (cap && onCap.length > 0 && capSites.length === 0) {
    throw invalid(`No site of the cap ${cap.name} is in the recordings.`, `The cap has ${onCap.join(' ')}.`)
  }
  return {
    candidates:
      candidates.length > 0 && onCap.length > 0
        ? candidates.filter((site) => onCap.includes(site))
        : candidates.length > 0
          ? candidates
          : capSites,
    keep: sites('keep'),
    avoid: sites('avoid'),
    minimumDistance: whole(input, 'min-distance', 0),
    symmetric: input.values['symmetric'] === true,
    inputs: cap?.inputs ?? null,
    reserved: [cap?.reference, cap?.ground].filter(
      (site): site is string => site !== undefined && siteOf(site) !== null,
    ),
  }
}

/** A cap by its name; null where none is named. Throws `input/invalid` with the names that there are. */
export function capNamed(study: Study, word: string | boolean | undefined): Cap | null {
  if (word === undefined) return null
  const caps = [...study.caps.list(), ...presetCaps]
  const cap = caps.find(({ id, name }) => id === word || name.toLowerCase() === String(word).toLowerCase())
  if (cap) return cap
  throw invalid(`There is no cap ${String(word)}.`, `--cap is one of: ${caps.map(({ id }) => id).join(', ')}`)
}

/** `8`, `2,4,8` or `2..16`. */
export function toSizes(text: string): number[] {
  const range = /^(\d+)\.\.(\d+)$/.exec(text)
  const sizes = range ? sizesBetween(Number(range[1]), Number(range[2])) : text.split(',').map(Number)
  const isFine =
    sizes.every((size) => Number.isInteger(size) && size >= 1) && (!range || Number(range[1]) <= Number(range[2]))
  if (isFine) return [...new Set(sizes)].sort((a, b) => a - b)
  throw invalid(
    `-n: expected a number, a list or a range of electrodes, got ${text}.`,
    'For example 8, 2,4,8 or 2..16.',
  )
}

function methodsOf(input: CommandInput): MethodId[] {
  const words = commaList(input, 'methods')
  if (words.length === 0) return [...defaultCurve.methods]
  return words.map((word) => oneOf(word, 'methods', methodIds)!)
}

function decodersOf(input: CommandInput): DecoderKind[] {
  const words = commaList(input, 'decoder')
  return words.length === 0 ? [...defaultCurve.decoders] : words.map((word) => oneOf(word, 'decoder', decoderKinds)!)
}

function oneOf<Name extends string>(word: unknown, option: string, names: readonly Name[]): Name | undefined {
  if (word === undefined) return undefined
  const found = names.find((name) => name === word)
  if (found) return found
  throw invalid(`--${option}: expected one of ${names.join(', ')}, got ${String(word)}.`, 'See --help.')
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
