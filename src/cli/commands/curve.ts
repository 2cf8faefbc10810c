import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import type { CurveFinding, CurveReport } from '../../core/domain/curve'
import { AppError } from '../../core/domain/error'
import { importRecordings } from '../../jobs/importRecordings'
import { compareFindings } from '../../jobs/curve/compareFindings'
import { rerunCurve, selectCurve, type CurveJobContext } from '../../jobs/curve/selectCurve'
import { markLearning } from '../../jobs/learning/learningMark'
import { forkedBackends } from '../../jobs/learning/tensorflow/elsewhere'
import { curveJson, curveText } from '../../jobs/report/curve'
import { parseFinding } from '../../store/curves'
import { openStudy, type Study } from '../../store/study'
import type { Command, CommandInput, CommandResult } from '../command'
import { required } from '../command'
import { toCurvePlan } from '../curvePlan'
import { withStudy } from '../withStudy'
import { sayNotKept } from './backends'

/** Which N are enough: the whole curve, from a study or straight from a folder of recordings. */
export async function runCurveCommand(input: CommandInput): Promise<CommandResult> {
  const ask = async (study: Study): Promise<CommandResult> => {
    const finding = await selectCurve(study, toCurvePlan(study, input), curveContext(input))
    return { json: curveJson(finding), text: curveText(finding, { isKept: typeof data !== 'string' }) }
  }
  const { data } = input.values
  if (typeof data !== 'string') return withStudy(studyOf(input), {}, ask)
  const { electrodes } = input.values
  if (typeof electrodes === 'string' && /^\d+$/.test(electrodes)) sayOneSize(electrodes)
  return withRecordings(data, input, ask)
}

/** Without a study there is nowhere to keep a model, so one N is asked as a curve is. */
const sayOneSize = (size: string): void =>
  void process.stderr.write(
    `  --data asks every method at ${size} electrodes and keeps nothing; import into a study to learn one set and keep it\n`,
  )

/** The study by its option or as the first word. */
export const studyOf = (input: CommandInput): string =>
  typeof input.values['study'] === 'string' ? input.values['study'] : (input.paths[0] ?? required(input, 'study'))

/** A study for the length of one question. */
async function withRecordings<Result>(
  folder: string,
  { context }: CommandInput,
  work: (study: Study) => Promise<Result>,
): Promise<Result> {
  const path = mkdtempSync(join(tmpdir(), 'sparsecap-data-'))
  const study = openStudy(path, { create: true })
  try {
    const request = { paths: [folder], keepPartial: false }
    const { outcomes } = await importRecordings(study, request, { ...context, report: () => undefined })
    const refused = outcomes.filter(({ state }) => state === 'refused')
    for (const { fileName, error } of refused) process.stderr.write(`  ${fileName}: left out, ${error?.message}\n`)
    if (study.recordings.list().length === 0) throw nothingReadable(folder, outcomes.length)
    return await work(study)
  } finally {
    study.close()
    rmSync(path, { recursive: true, force: true })
  }
}

const nothingReadable = (folder: string, files: number): AppError =>
  new AppError({
    code: 'input/invalid',
    message: `--data: expected a folder with recordings, got ${folder}, where ${files === 1 ? 'nothing' : `none of ${files} files`} could be read.`,
    hint: 'Name the folder that has the EDF, BDF, BrainVision or other recordings; "sparsecap inspect FILE" says what a file is.',
  })

function curveContext(input: CommandInput): CurveJobContext {
  let told = 0
  return {
    ...input.context,
    elsewhere: forkedBackends(),
    announce: markLearning(undefined, sayNotKept),
    report({ secondsLeft }: CurveReport) {
      if (secondsLeft === null || Date.now() - told < 10_000) return
      told = Date.now()
      process.stderr.write(`  about ${Math.ceil(secondsLeft / 60)} min left\n`)
    },
  }
}

export const rerunCommand: Command = {
  name: 'rerun',
  summary: 'Compute an answer over N again and hold the numbers against those that were saved.',
  usage: 'rerun selection.json [--study FOLDER]',
  help: `
  --study FOLDER       the study with the same recordings; by default the one that the file lies in

Nothing that was saved is used. The exit code is 2 when a number differs.`,
  options: { study: { type: 'string' } },
  run: (input) => {
    const path = input.paths[0]
    if (path === undefined) throw nothingNamed('sparsecap rerun my-study/curves/S001-curve-1a2b3c4d/selection.json')
    const before = readFinding(path)
    return withStudy(studyAround(input, path), {}, async (study) => {
      const after = await rerunCurve(study, before, curveContext(input))
      const { same, differences } = compareFindings(before, after)
      const verdict = same ? 'The same numbers.' : `Different:\n${differences.join('\n')}`
      return {
        json: { same, differences, ...curveJson(after) },
        text: `${verdict}\n${curveText(after)}`,
        exitCode: same ? 0 : 2,
      }
    })
  },
}

/** The study that is named, or the one whose answer it is: `STUDY/curves/ID/selection.json`. */
function studyAround(input: CommandInput, path: string): string {
  const curves = dirname(dirname(resolve(path)))
  const isOfStudy = input.values['study'] === undefined && basename(curves) === 'curves'
  return isOfStudy ? dirname(curves) : required(input, 'study')
}

function readFinding(path: string): CurveFinding {
  try {
    return parseFinding(readFileSync(path, 'utf8'), path)
  } catch (thrown) {
    if (thrown instanceof AppError) throw thrown
    throw new AppError({
      code: 'file/not-found',
      message: `${path} cannot be read`,
      hint: 'Expected the selection.json of an answer; "sparsecap select" says where it is kept.',
      values: { path },
    })
  }
}

export const nothingNamed = (example: string): AppError =>
  new AppError({ code: 'input/invalid', message: 'No file was named.', hint: example })
