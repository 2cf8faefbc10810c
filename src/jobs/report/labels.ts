import type { LabelCheckResult } from '../../core/domain/labelCheck'
import type { LabelWarning, LabelWarningKind } from '../../core/domain/labelWarnings'
import { contactsToCheck } from '../../core/montage/contacts'
import { className, figureSentence, proportion } from './format'

type Sentence = (warning: LabelWarning) => string

const classesOf = ({ classes }: LabelWarning): string =>
  classes.map((id) => (id ? className(id) : 'not used')).join(', ')
const runsOf = ({ runs }: LabelWarning): string => runs.join(' ')
const codesOf = ({ codes }: LabelWarning): string => codes.join(', ')

const sentences: Readonly<Record<LabelWarningKind, Sentence>> = {
  'class-missing-in-run': (w) =>
    `${runsOf(w)}: no trial of ${classesOf(w)}, which ${w.values.others} other runs of the task have`,
  'class-missing': (w) => `no trial of ${classesOf(w)}, which other subjects of the study have`,
  'one-class-run': (w) => `all ${w.values.count} trials are ${classesOf(w)}; map a second code`,
  'few-trials': (w) => `${classesOf(w)}: ${w.values.count} trials, at least ${w.values.least} are needed to learn from`,
  uneven: (w) => `${classesOf(w)}: ${w.values.count} trials, the classes beside it have ${w.values.usual}`,
  'two-meanings': (w) =>
    `${codesOf(w)} mean different things in different runs (${classesOf(w)}; ${runsOf(w)}); ` +
    (w.values.known ? 'the rule for this data set says so' : 'no known rule says so'),
  'against-rule': (w) =>
    `${codesOf(w)} in ${runsOf(w)}: mapped to ${className(w.classes[0] ?? '') || 'not used'}, by the data set's rule it is ${className(w.classes[1] ?? '') || 'not used'}`,
  'two-codes': (w) =>
    `${codesOf(w)} all mean ${classesOf(w)} (${w.values.within ? `in one run: ${w.values.within} runs` : 'in different runs'})`,
  'similar-names': (w) => `${classesOf(w)} look like one class under two names; they count as different classes`,
  'not-mapped': (w) => `${codesOf(w)} has no class in ${runsOf(w)} (${w.values.count} markers)`,
  'nothing-mapped': (w) => `${runsOf(w)}: no marker means a class (${codesOf(w)}; ${w.values.count} markers)`,
  overlap: (w) =>
    `${runsOf(w)}: ${w.values.count} cues within ${w.values.seconds} s of the cue before, the shortest spacing ${w.values.shortest?.toFixed(2)} s; their trials share signal`,
  'same-moment': (w) => `${runsOf(w)}: ${w.values.count} cues at the same sample as another`,
  'leaves-recording': (w) =>
    `${runsOf(w)}: ${w.values.count} trials leave the recording (${w.values.seconds} s after the cue are needed); they are left out`,
  'bad-span': ({ runs, values: { count } }) =>
    `${runs.join(' ')}: ${count} ${count === 1 ? 'trial touches a bad span and is' : 'trials touch a bad span and are'} left out`,
  'in-blocks': (w) =>
    `${runsOf(w)}: classes come in blocks, ${w.values.changes} changes where a random order has about ${w.values.expected}; drift then looks like a difference of classes`,
}

const marks = { info: 'note', fair: 'look', bad: 'wrong' } as const

/** One line a warning, for the command line. */
export const describeLabelWarning = (warning: LabelWarning): string =>
  `${marks[warning.severity]}: ${sentences[warning.kind](warning)}`

/** The verdict of a check with what it rests on, in plain words. */
export function describeLabelCheck(result: LabelCheckResult): string {
  const { accuracy, shuffled, stretch, band, electrodes, bad } = result
  const lines = [
    verdictSentence(result),
    figureSentence(accuracy),
    `${shuffled.accuracies.length} shuffles within runs: ${proportion(shuffled.mean)} on average, 95 of 100 at most ${proportion(shuffled.limit)}; p = ${pText(shuffled.p)}`,
    `By ${result.folds === 'runs' ? 'run' : 'run (blocks in time left out)'}: ${result.runs.map(({ run, correct, trials }) => `${run} ${correct}/${trials}`).join(', ')}`,
    `Tangent space and linear discriminants, ${band[0]}–${band[1]} Hz, ${stretch[0]}–${stretch[1]} s after the cue, ${electrodes.length} electrodes${bad.length ? ` (left out for their signal: ${bad.join(' ')})` : ''}, ${accuracy.trials} of ${result.trialsThere} trials, ${result.seconds.toFixed(1)} s`,
  ]
  return `${lines.join('\n')}\n`
}

function verdictSentence({ verdict, swap, accuracy, electrodes }: LabelCheckResult): string {
  const { best } = swap
  const found = best
    ? `with ${best.classes.map(className).join(' and ')} exchanged in ${best.runs.join(' or ')}, accuracy goes from ${proportion(accuracy.value)} to ${proportion(best.accuracy)} (p = ${pText(swap.p)}, the search over ${swap.tried} exchanges counted)`
    : ''
  if (verdict === 'signal') return 'These labels carry signal.'
  if (verdict === 'swapped')
    return `Are ${best!.classes.map(className).join(' and ')} exchanged in ${best!.runs.join(' or ')}? W${found.slice(1)}.`
  const hint = best && swap.p <= 0.05 ? ` Look at this first: ${found}.` : ''
  return `These labels cannot be told from shuffled ones. Check what each code means in every run, whether the markers stand at the cue, and the contact at ${contactsToCheck(electrodes).join(', ') || 'the electrodes'}; with few trials it is also an ordinary result.${hint}`
}

const pText = (p: number): string => (p < 0.01 ? p.toFixed(3).replace(/^0/, '') : proportion(p))
