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
import { selectElectrodes } from '../../jobs/selectElectrodes'
import type { Study } from '../../store/study'
import type { Command, CommandInput } from '../command'
import { commaList, list, required, whole } from '../command'
import { sitesOf, toQuestion } from '../question'
import { toChoice } from './backends'
import { withStudy } from '../withStudy'

export const selectCommand: Command = {
  name: 'select',
  summary: 'Learn which N electrodes tell classes apart.',
  usage: 'select --study FOLDER [--subject S001] [--runs R06,R10,R14] [-n 8]',
  help: `
  --study FOLDER       the study
  --subject CODE       whose recordings; may be left out when the study has one subject
  --runs R06,R10,R14   which runs, also as 6,10,14; by default those that the window proposes: of the task with most
                       runs, imagined before executed. The last is held out, and more where it lacks a class
  --classes A,B        which classes, as both-fists or "both fists"; all that the runs cue by default, without rest
  -n, --electrodes N   how many electrodes (8)
  --candidates C3,C4…  sites that may be chosen, or regions; all by default. Regions:
                       ${regionIds.join(', ')}
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

const describe = (result: SelectionResult): string => `${result.electrodes.join(' ')}
${result.classes.map(className).join(', ')}: held-out ${result.heldOutRuns.join(' ')} ${figureSentence(result.accuracy)}
${describeLearning(result)}
Learned on ${describeUse(result.backend, result.report.learnedOn)}, ${result.seconds.toFixed(0)} s
${(result.report.learnedOn?.switches ?? []).map((change) => `${describeSwitch(change)}\n`).join('')}Model ${result.modelId}${result.control ? `, ${controlText}` : ''}
`
