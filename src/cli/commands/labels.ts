import { AppError } from '../../core/domain/error'
import { defaultPermutations } from '../../core/domain/labelCheck'
import type { LabelCheckResult } from '../../core/domain/labelCheck'
import type { LabelRun, LabelWarning } from '../../core/domain/labelWarnings'
import { meaningIn, tally } from '../../core/domain/labelWarningsRuns'
import { checkLabels } from '../../jobs/checkLabels'
import { labelRunsOf, warnOfLabels } from '../../jobs/labelRuns'
import { className } from '../../jobs/report/format'
import { describeLabelCheck, describeLabelWarning } from '../../jobs/report/labels'
import type { Study } from '../../store/study'
import { openStudy } from '../../store/study'
import type { Command, CommandInput, CommandResult } from '../command'
import { list, whole } from '../command'
import { runsNamed, subjectNamed } from '../question'

export const labelsCommand: Command = {
  name: 'labels',
  summary: 'Say what markers mean, and whether the labels carry signal.',
  usage: 'labels STUDY [--subject S001] [--check]',
  help: `
  STUDY                the study's folder; it is only read
  --subject CODE       whose; without it all are listed, and --check needs one where there are several
  --check              cross-validate a quick decoder on the labels and on shuffled ones; try exchanged codes
  --runs R06,R10       check these runs only
  --permutations N     shuffles of the check (${defaultPermutations}, at least as many)
  --seed N             same seed, same result (1)

With --check the exit code is 3 when the labels cannot be told from shuffled ones or seem exchanged.`,
  options: {
    subject: { type: 'string' },
    check: { type: 'boolean' },
    runs: { type: 'string' },
    permutations: { type: 'string' },
    seed: { type: 'string' },
  },
  async run(input) {
    const folder = input.paths[0]
    if (!folder || input.paths.length > 1) throw notOneStudy(input.paths.length)
    const study = openStudy(folder)
    try {
      const named = input.values.subject
      const subjects = [...new Set(study.recordings.list().map((one) => one.subject))]
      if (named === undefined && input.values.check !== true && !list(input, 'runs').length && subjects.length > 1)
        return listAll(study, subjects)
      const subject = subjectNamed(study, typeof named === 'string' ? named : undefined)
      const runs = labelRunsOf(study, subject)
      const warnings = warnOfLabels(study, subject)
      const check = input.values.check === true ? await runCheck(study, { subject, runs, input }) : undefined
      return {
        json: { subject, runs: runs.map(toJson), warnings, ...(check ? { check } : {}) },
        text: describe(runs, warnings, check),
        exitCode: check && check.verdict !== 'signal' ? 3 : 0,
      }
    } finally {
      study.close()
    }
  },
}

function listAll(study: Study, subjects: readonly string[]): CommandResult {
  const found = subjects.map((subject) => {
    return { subject, runs: labelRunsOf(study, subject), warnings: warnOfLabels(study, subject) }
  })
  return {
    json: { subjects: found.map(({ runs, ...rest }) => ({ ...rest, runs: runs.map(toJson) })) },
    text: found.map(({ subject, runs, warnings }) => `${subject}\n${describe(runs, warnings)}`).join('\n'),
  }
}

interface CheckOrder {
  readonly subject: string
  readonly runs: readonly LabelRun[]
  readonly input: CommandInput
}

function runCheck(study: Study, { subject, runs, input }: CheckOrder): Promise<LabelCheckResult> {
  const recordingIds = runsNamed(list(input, 'runs'), runs, subject).map(({ recordingId }) => recordingId)
  const permutations = whole(input, 'permutations', defaultPermutations, defaultPermutations)
  return checkLabels(study, { subject, recordingIds, permutations, seed: whole(input, 'seed', 1) }, input.context)
}

const countsOf = ({ markers }: LabelRun): [string, number][] =>
  [...tally(markers.map(({ code }) => code))].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true }))

const toJson = (run: LabelRun) => ({
  recordingId: run.recordingId,
  run: run.run,
  source: run.map.source,
  confirmed: run.map.confirmed,
  codes: countsOf(run).map(([code, count]) => ({ code, count, classId: meaningIn(run, code) ?? null })),
})

function describe(runs: readonly LabelRun[], warnings: readonly LabelWarning[], check?: LabelCheckResult): string {
  const lines = runs.map((run) => {
    const codes = countsOf(run).map(([code, count]) => {
      const classId = meaningIn(run, code)
      return `${code} ${count} ${classId ? className(classId) : 'not used'}`
    })
    return `${run.run}  ${codes.join(', ') || 'no markers'}${run.map.confirmed || codes.length === 0 ? '' : '  (to confirm)'}`
  })
  const notes = warnings.map(describeLabelWarning)
  return `${[...lines, ...notes].join('\n')}\n${check ? `\n${describeLabelCheck(check)}` : ''}`
}

const invalid = (message: string, hint: string): AppError => new AppError({ code: 'input/invalid', message, hint })
const notOneStudy = (count: number): AppError =>
  invalid(`Expected the folder of one study, got ${count}.`, 'sparsecap labels my-study --check')
