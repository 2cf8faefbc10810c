import { methodIds } from '../../core/domain/curve'
import { defaultCurve } from '../../core/domain/curveDefaults'
import { decoderKinds } from '../../core/domain/decoder'
import { AppError } from '../../core/domain/error'
import type { SelectionReport, SelectionRequest, SelectionResult } from '../../core/domain/training'
import { regionIds } from '../../core/montage/regions'
import { markLearning, takeUnfinished } from '../../jobs/learning/learningMark'
import { machineRecords } from '../../jobs/learning/startLearning'
import { forkedBackends } from '../../jobs/learning/tensorflow/elsewhere'
import { controlText } from '../../core/domain/model'
import { describeRunning, describeSwitch, describeUnfinished, describeUse } from '../../jobs/report/backends'
import { describeLearning } from '../../jobs/report/learning'
import { className, figureSentence } from '../../jobs/report/format'
import { trialsOf } from '../../jobs/datasetTrials'
import { selectElectrodes } from '../../jobs/selectElectrodes'
import type { Study } from '../../store/study'
import type { Command, CommandInput } from '../command'
import { commaList, list, whole } from '../command'
import { asksForCurve } from '../curvePlan'
import { sitesOf, toQuestion } from '../question'
import { sayNotKept, toChoice } from './backends'
import { runCurveCommand, studyOf } from './curve'
import { withStudy } from '../withStudy'

export const selectCommand: Command = {
  name: 'select',
  summary: 'Which N electrodes tell classes apart: learn one set, or compare sizes and methods.',
  usage: 'select STUDY [--subject S001] [--runs R06,R10,R14] [-n 8|2,4,8|2..16]',
  help: `
  STUDY, --study FOLDER  the study; or --data FOLDER with recordings and no study
  --subject CODE       whose recordings; may be left out when the study has one subject
  --runs R06,R10,R14   which runs, also as 6,10,14; by default those that the window proposes: of the task with most
                       runs, imagined before executed. The last is held out, and more where it lacks a class
  --classes A,B        which classes, as both-fists or "both fists"; all that the runs cue by default, without rest
  -n, --n, --electrodes N  how many electrodes (8). A range (2..16) or a list (2,4,8) asks which N are enough: every method at
                       every size on nested folds, with a recommendation
  --candidates C3,C4…  sites that may be chosen, or regions; all by default. Regions:
                       ${regionIds.join(', ')}
  --keep C3,C4         sites that are in the set in any case
  --avoid FC5          sites that are not
  --decoder KIND       what decodes the chosen electrodes: network, lda (common spatial patterns and discriminants) or
                       riemann (tangent space and logistic regression); network by default
  --steps N            steps of the joint training (300)
  --seed N             same seed, same result (1)
  --backend NAME       what to learn on; without it what "sparsecap backends" says
  --shuffle-labels     control: nothing can be learned from shuffled labels

Which N are enough (-n 2..16, --methods or --scheme):
  --data FOLDER        recordings instead of a study; nothing is kept, and one N is a curve with one size, too
  --methods A,B        ${methodIds.join(', ')};
                       ${defaultCurve.methods.join(', ')} by default
  --scheme NAME        what judges: runs, sessions, subjects (each left out in turn), or tuned (each subject's own runs,
                       after learning from the others'); runs by default
  --cap NAME           sites and inputs of this cap
  --min-distance DEG   least angle between two sites; neighbours of the 10-10 system are about 18° apart
  --symmetric          sites in pairs, left and right
  --decoder A,B        what scores every set: lda, riemann, network; of several the best on inner folds; lda by default
  --margin M           what is not worse than the best: 1se (default) or a share such as .05
  --restarts N         trainings a learned set (3)
  --draws N            random sets a size (20)`,
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
    data: { type: 'string' },
    methods: { type: 'string' },
    scheme: { type: 'string' },
    cap: { type: 'string' },
    'min-distance': { type: 'string' },
    symmetric: { type: 'boolean' },
    margin: { type: 'string' },
    restarts: { type: 'string' },
    draws: { type: 'string' },
  },
  words: (words) => words.map((word) => word.replace(/^--n(?==|$)/, '--electrodes')),
  run: (input) => (asksForCurve(input) ? runCurveCommand(input) : learnOne(input)),
}

const learnOne = (input: CommandInput) =>
  withStudy(studyOf(input), {}, async (study) => {
    const request = toRequest(study, input)
    machineRecords().forgetPassing()
    for (const left of takeUnfinished()) process.stderr.write(`${describeUnfinished(left)}\n`)
    const leftOut = trialsOf(study, request.recordingIds, request.classes).reduce(
      (sum, run) => sum + (run.leftOut ?? 0),
      0,
    )
    const result = await selectElectrodes(study, request, {
      ...input.context,
      elsewhere: forkedBackends(),
      announce: markLearning(undefined, sayNotKept),
      report: tellOfBackends(),
    })
    return {
      json: { ...result, report: undefined, learnedOn: result.report.learnedOn, trialsLeftOut: leftOut },
      text: describe(result) + describeLeftOut(leftOut),
    }
  })

function toRequest(study: Study, input: CommandInput): SelectionRequest {
  const { subject } = input.values
  const { recordings, ...question } = toQuestion(study, {
    subject: typeof subject === 'string' ? subject : undefined,
    runs: list(input, 'runs'),
    classes: commaList(input, 'classes'),
  })
  const sites = (option: string) => sitesOf(option, list(input, option), recordings)
  return {
    ...question,
    recordingIds: recordings.map(({ id }) => id),
    electrodes: whole(input, 'electrodes', 8, 1),
    ...{ candidates: sites('candidates'), keep: sites('keep'), avoid: sites('avoid') },
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
    if (told < 0 && !learnedOn) return
    if (told < 0) process.stderr.write(`  ${describeRunning(report)}\n`)
    told = Math.max(told, 0)
    for (const change of learnedOn?.switches.slice(told) ?? []) process.stderr.write(`  ${describeSwitch(change)}\n`)
    told = learnedOn?.switches.length ?? told
  }
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

const describeLeftOut = (count: number): string =>
  count === 0 ? '' : `Left out, since they touch a bad span: ${count} ${count === 1 ? 'trial' : 'trials'}\n`

const describe = (result: SelectionResult): string => `${result.electrodes.join(' ')}
${result.classes.map(className).join(', ')}: held-out ${result.heldOutRuns.join(' ')} ${figureSentence(result.accuracy)}
${describeLearning(result)}
Learned on ${describeUse(result.backend, result.report.learnedOn)}, ${result.seconds.toFixed(0)} s
${(result.report.learnedOn?.switches ?? []).map((change) => `${describeSwitch(change)}\n`).join('')}Model ${result.modelId}${result.control ? `, ${controlText}` : ''}
`
