import type { ElectrodeName } from '../../../core/domain/electrode'
import type { AccuracyFigure, ControlKind } from '../../../core/domain/model'
import type { SelectionReport } from '../../../core/domain/training'
import { lookUp } from '../../lib/catalogue'
import { contactsText } from '../../lib/contactsText'
import { formatNumber, formatProportion } from '../../lib/format'
import { m } from '../../lib/paraglide/messages.js'
import { getLocale } from '../../lib/paraglide/runtime.js'
import { verdictOf } from '../../lib/verdict'
import { classInSentence, listOf } from '../session/live/words'
import type { CandidateChoice, QuestionFault } from './question'

/** "21 motor sites". */
export const choiceText = (choice: CandidateChoice, count: number): string =>
  lookUp('electrodes_choice', choice, { count }) ?? String(count)

const sites = (names: readonly ElectrodeName[]): string => names.join(', ')

export function faultText(fault: QuestionFault): string {
  switch (fault.kind) {
    case 'classes':
      return m.electrodes_fault_classes()
    case 'runs':
      return m.electrodes_fault_runs()
    case 'trials':
      return m.electrodes_fault_trials({ count: fault.count, class: classInSentence(fault.classId), minimum: 5 })
    case 'both':
      return m.electrodes_fault_both({ sites: sites(fault.sites) })
    case 'not-candidates':
      return m.electrodes_fault_not_candidates({ sites: sites(fault.sites) })
    case 'too-many-kept':
      return m.electrodes_fault_kept({ keep: fault.keep, electrodes: fault.electrodes })
    case 'too-few-candidates':
      return m.electrodes_fault_few({ candidates: fault.candidates, electrodes: fault.electrodes })
  }
}

interface Answered {
  readonly electrodes: readonly ElectrodeName[]
  readonly classes: readonly string[]
  readonly accuracy: AccuracyFigure
  readonly heldOutRuns: readonly string[]
  readonly control?: ControlKind
}

/** What a running job is about, from its report alone. */
export const runningText = ({ neurons, classes }: SelectionReport): string =>
  m.electrodes_running({ count: neurons, classes: listOf(classes.map(classInSentence)) })

/** The answer in one sentence, never more than its interval carries. */
export function answerText({ electrodes, classes, accuracy, heldOutRuns, control }: Answered): string {
  // Right answers of a control are luck, whatever their number.
  if (control) {
    const { correct, trials } = accuracy
    return m.electrodes_answer_control({ correct, count: trials, guess: guessText(accuracy) })
  }
  if (verdictOf(accuracy) === 'at-chance') {
    return m.electrodes_answer_chance({
      correct: accuracy.correct,
      count: accuracy.trials,
      guess: guessText(accuracy),
      sites: contactsText(electrodes),
    })
  }
  return m.electrodes_answer({
    count: electrodes.length,
    runCount: heldOutRuns.length,
    classes: listOf(classes.map(classInSentence)),
    value: formatProportion(accuracy.value),
    low: formatProportion(accuracy.low),
    high: formatProportion(accuracy.high),
    runs: listOf(heldOutRuns),
    trials: m.electrodes_trials({ count: accuracy.trials }),
  })
}

/** Sentences one after the other, those that are not said left out; Chinese has no space between them. */
export const paragraphOf = (sentences: readonly (string | null)[]): string =>
  sentences.filter((sentence) => sentence !== null).join(getLocale() === 'zh-CN' ? '' : ' ')

/** How often the held-out runs have judged, and what that means for the figure. */
export const lockText = (heldOutRuns: readonly string[], times: number): string =>
  times > 1
    ? m.electrodes_lock_times({ count: heldOutRuns.length, runs: listOf(heldOutRuns), times })
    : m.electrodes_lock({ count: heldOutRuns.length, runs: listOf(heldOutRuns) })

/** Right ones that guessing gives on average: 10, or 7.5. */
export function guessText({ trials, chance }: AccuracyFigure): string {
  const right = trials * chance
  return formatNumber(right, Number.isInteger(right) ? 0 : 1)
}

export function chanceText(figure: AccuracyFigure): string {
  const chance = formatProportion(figure.chance)
  if (verdictOf(figure) === 'too-few') return m.electrodes_chance_few({ chance })
  return m.electrodes_chance({ chance, limit: formatProportion(figure.chanceLimit) })
}
