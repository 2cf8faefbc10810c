import { decoderKinds } from '../../core/domain/decoder'
import { AppError } from '../../core/domain/error'
import type { SelectionReport, SelectionRequest, SelectionResult } from '../../core/domain/training'
import { inRegion } from '../../core/montage/regions'
import { bestTask } from '../../jobs/demo/plan'
import { markLearning, takeUnfinished } from '../../jobs/learning/learningMark'
import { machineRecords } from '../../jobs/learning/startLearning'
import { forkedBackends } from '../../jobs/learning/tensorflow/elsewhere'
import { controlText } from '../../core/domain/model'
import { describeRunning, describeSwitch, describeUnfinished, describeUse } from '../../jobs/report/backends'
import { describeLearning } from '../../jobs/report/learning'
import { className, figureSentence } from '../../jobs/report/format'
import { selectElectrodes } from '../../jobs/selectElectrodes'
import type { Study } from '../../store/study'
import type { Command, CommandInput } from '../command'
import { list, required, whole } from '../command'
import { toChoice } from './backends'
import { withStudy } from '../withStudy'

export const selectCommand: Command = {
  name: 'select',
  summary: 'Learn which N electrodes tell classes apart.',
  usage: 'select --study FOLDER [--subject S001] [--runs R06,R10,R14] [-n 8]',
  help: `
  --study FOLDER       the study
  --subject CODE       whose recordings; may be left out when the study has one subject
  --runs R06,R10,R14   which runs; by default those of the task with most of them. The last is held out, and more
                       where it lacks a class
  --classes A,B        which classes; all that the runs have by default
  -n, --electrodes N   how many electrodes (8)
  --candidates C3,C4…  sites that may be chosen, or "motor"; all by default
  --keep C3,C4         sites that are in the set in any case
  --avoid FC5          sites that are not
  --decoder KIND       what decodes the chosen electrodes: network, lda (common spatial patterns and discriminants) or
                       riemann (tangent space and logistic regression); network by default
  --steps N            steps of the joint training (300)
  --seed N             same seed, same result (1)
  --backend NAME       what to learn on; without it what "sparsecap backends" says
  --shuffle-labels     control: nothing can be learned from shuffled labels`,
  options: {
    study: { type: 'string' },
    subject: { type: 'string' },
    runs: { type: 'string' },
    classes: { type: 'string' },
    electrodes: { type: 'string', short: 'n' },
    candidates: { type: 'string' },
    keep: { type: 'string' },
    avoid: { type: 'string' },
    decoder: { type: 'string' },
    steps: { type: 'string' },
    seed: { type: 'string' },
    backend: { type: 'string' },
    'shuffle-labels': { type: 'boolean' },
  },
  run: (input) =>
    withStudy(required(input, 'study'), {}, async (study) => {
      const request = toRequest(study, input)
      machineRecords().forgetPassing()
      for (const left of takeUnfinished()) process.stderr.write(`${describeUnfinished(left)}\n`)
      const result = await selectElectrodes(study, request, {
        ...input.context,
        elsewhere: forkedBackends(),
        announce: markLearning(),
        report: tellOfBackends(),
      })
      return { json: { ...result, report: undefined, learnedOn: result.report.learnedOn }, text: describe(result) }
    }),
}

function toRequest(study: Study, input: CommandInput): SelectionRequest {
  const subject = subjectOf(study, input)
  const task = bestTask(study, subject)
  const named = list(input, 'runs')
  // Runs of different tasks do not share their classes, and the last one could not judge the others'.
  const runs = named.length > 0 ? named : (task?.recordings.map(({ run }) => run) ?? [])
  const labelled = study.recordings.list().filter((recording) => {
    const used = study.eventMaps.get(recording.id).meanings.some(({ classId }) => classId !== null)
    return recording.subject === subject && (runs.length > 0 ? runs.includes(recording.run) : used)
  })
  const found = labelled.map(({ run }) => run)
  const missing = runs.filter((run) => !found.includes(run))
  if (missing.length > 0) throw noSuchRuns(subject, missing)
  const meant = labelled.flatMap(({ id }) => study.eventMaps.get(id).meanings.flatMap(({ classId }) => classId ?? []))
  const classes = list(input, 'classes')
  const candidates = list(input, 'candidates')
  return {
    subject,
    recordingIds: labelled.map(({ id }) => id),
    classes: classes.length > 0 ? classes : [...new Set(meant)],
    electrodes: whole(input, 'electrodes', 8, 1),
    candidates: candidates[0] === 'motor' ? inRegion('motor', labelled[0]?.electrodes ?? []) : candidates,
    keep: list(input, 'keep'),
    avoid: list(input, 'avoid'),
    seed: whole(input, 'seed', 1),
    steps: whole(input, 'steps', 300, 1),
    shuffleLabels: input.values['shuffle-labels'] === true,
    ...decoderOf(input),
    ...(typeof input.values.backend === 'string' ? { backend: toChoice(input.values.backend) } : {}),
  }
}

/** What is learned on, once it is; a backend that was lost is told of when it happens. */
function tellOfBackends(): (report: SelectionReport) => void {
  let told = -1
  return (report) => {
    const { learnedOn } = report
    if (told < 0) process.stderr.write(`  ${describeRunning(report)}\n`)
    told = Math.max(told, 0)
    for (const change of learnedOn?.switches.slice(told) ?? []) process.stderr.write(`  ${describeSwitch(change)}\n`)
    told = learnedOn?.switches.length ?? told
  }
}

function subjectOf(study: Study, input: CommandInput): string {
  const subjects = [...new Set(study.recordings.list().map(({ subject }) => subject))]
  const named = input.values.subject
  if (typeof named === 'string' && subjects.includes(named)) return named
  if (named === undefined && subjects.length === 1) return subjects[0]!
  throw new AppError({
    code: 'input/invalid',
    message: named === undefined ? 'The study has several subjects.' : `The study has no subject ${String(named)}.`,
    hint: subjects.length > 0 ? `--subject is one of: ${subjects.join(', ')}` : 'Import recordings first.',
  })
}

function decoderOf({ values }: CommandInput): Pick<SelectionRequest, 'decoder'> {
  if (values.decoder === undefined) return {}
  const decoder = decoderKinds.find((name) => name === values.decoder)
  if (decoder) return { decoder }
  throw new AppError({
    code: 'input/invalid',
    message: `There is no decoder ${String(values.decoder)}.`,
    hint: `--decoder is one of: ${decoderKinds.join(', ')}`,
  })
}

const noSuchRuns = (subject: string, runs: readonly string[]): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `${subject} has no run ${runs.join(', ')}.`,
    hint: '"sparsecap inspect STUDY" lists what is there.',
  })

const describe = (result: SelectionResult): string => `${result.electrodes.join(' ')}
${result.classes.map(className).join(', ')}: held-out ${result.heldOutRuns.join(' ')} ${figureSentence(result.accuracy)}
${describeLearning(result)}
Learned on ${describeUse(result.backend, result.report.learnedOn)}, ${result.seconds.toFixed(0)} s
${(result.report.learnedOn?.switches ?? []).map((change) => `${describeSwitch(change)}\n`).join('')}Model ${result.modelId}${result.control ? `, ${controlText}` : ''}
`
