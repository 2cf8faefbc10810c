import type { LabelCheckResult } from '../../../core/domain/labelCheck'
import type { LabelWarning, LabelWarningKind } from '../../../core/domain/labelWarnings'
import type { RecordingView } from '../../../ipc/views'
import { lookUp } from '../../lib/catalogue'
import { className } from '../../lib/classes'
import { formatNumber } from '../../lib/format'
import { listText } from '../../lib/listText'
import { m } from '../../lib/paraglide/messages.js'

/** A warning in words: what is so, and what to do or know. */
export function warningText(warning: LabelWarning): { readonly title: string; readonly text: string } {
  const { kind, codes, classes, runs, values } = warning
  const [now, ruled] = kind === 'against-rule' ? classes.map((id) => (id ? className(id) : m.labels_not_used())) : []
  const shown = {
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [key, amount(value)])),
    codes: listText(codes),
    classes: listText(classes.map(className)),
    runs: runs.join(' '),
    now: now ?? '',
    ruled: ruled ?? '',
  }
  return {
    title: lookUp('label_warning', kind, shown) ?? kind,
    text: lookUp('label_warning', `${kind}-${variantOf(warning)}`, shown) ?? '',
  }
}

/** Which of a kind's second sentences holds. */
function variantOf({ kind, severity, values }: LabelWarning): string {
  if (kind === 'two-meanings' && values.known) return 'known'
  if (kind === 'two-codes' && values.within) return 'within'
  if (kind === 'not-mapped' && severity === 'info') return 'set'
  return 'text'
}

const amount = (value: number): string => formatNumber(value, Number.isInteger(value) ? 0 : 2)

/** About a whole subject rather than some of its runs. */
const ofSubject: ReadonlySet<LabelWarningKind> = new Set<LabelWarningKind>([
  'class-missing',
  'few-trials',
  'uneven',
  'one-class-run',
  'similar-names',
])
export const isOfSubject = ({ kind }: LabelWarning): boolean => ofSubject.has(kind)

/** Warnings that stand at a group of runs. That codes mean something else elsewhere is said there in a sentence of its own. */
export const warningsOfGroup = (warnings: readonly LabelWarning[], runs: readonly string[]): LabelWarning[] =>
  warnings.filter(
    (warning) =>
      !isOfSubject(warning) && warning.kind !== 'two-meanings' && warning.runs.some((run) => runs.includes(run)),
  )

/** Whether a rule says that these codes change their meaning; undefined while nobody knows. */
export function ruleSaysSo(warnings: readonly LabelWarning[], codes: readonly string[]): boolean | undefined {
  const found = warnings.filter(
    ({ kind, codes: own }) => kind === 'two-meanings' && own.some((code) => codes.includes(code)),
  )
  return found.length === 0 ? undefined : found.every(({ values }) => values.known === 1)
}

/** Whether a check was made of other labels than the recordings have now. */
export function isStale({ mapping, subject }: LabelCheckResult, recordings: readonly RecordingView[]): boolean {
  const now = recordings.filter(({ summary }) => summary.subject === subject)
  if (now.length !== mapping.length) return true
  return now.some(({ summary, eventMap }) => {
    const then = mapping.find(({ recordingId }) => recordingId === summary.id)
    return !then || meaningKey(then.meanings) !== meaningKey(eventMap.meanings)
  })
}

const meaningKey = (meanings: LabelCheckResult['mapping'][number]['meanings']): string =>
  JSON.stringify(meanings.map(({ code, classId }) => [code, classId]).sort())
