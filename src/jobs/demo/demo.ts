import { join } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { JobContext } from '../../core/domain/job'
import type { AccuracyFigure } from '../../core/domain/model'
import type { LatencyFigure, SessionResult, SourceRequest } from '../../core/domain/session'
import type { SelectionRequest, SelectionResult } from '../../core/domain/training'
import type { Study } from '../../store/study'
import { importDemoStudy } from '../demoStudy'
import { importRecordings } from '../importRecordings'
import type { LearningContext } from '../learning/startLearning'
import { describeUse } from '../report/backends'
import { className, figureSentence } from '../report/format'
import { writeModelReport } from '../report/modelReport'
import { selectElectrodes } from '../selectElectrodes'
import { runSession } from '../stream/session'
import { sessionContext } from '../stream/sessionContext'
import { countNearSource, demoElectrodes, planDemo } from './plan'

export interface DemoRequest {
  readonly study: Study
  /** A folder of EDF files instead of the simulator's. */
  readonly data?: string
  readonly seed: number
  readonly steps: number
  /** Also choose with shuffled labels, to see what choosing finds where there is nothing. */
  readonly control: boolean
}

/** What the demo says, for scripts; `accuracy` is held out, at the chosen electrodes. */
export interface DemoResult {
  readonly electrodes: readonly string[]
  readonly nearSource: number
  readonly accuracy: Pick<AccuracyFigure, 'value' | 'low' | 'high' | 'chance' | 'trials'>
  readonly latencyMs: LatencyFigure
  readonly liveEqualsReplay: boolean
  readonly seconds: number
  readonly session: { readonly accuracy: AccuracyFigure | null; readonly outputs: number }
  readonly control: { readonly electrodes: readonly string[]; readonly nearSource: number } | null
  readonly report: string
}

/** Faster than life, so that the demo is short; slow enough that every poll is one of a live stream. */
const demoSpeed = 8
const demoTrials = 40

/** The main job from files to a report, saying what it does. `say` gets one line at a time. */
export async function runDemo(request: DemoRequest, context: Quiet, say: (line: string) => void): Promise<DemoResult> {
  const startedAtMs = Date.now()
  const quiet = { ...context, report: () => undefined }
  await gather(request, quiet, say)
  const plan = planDemo(request.study, request.seed, request.steps)
  const chosen = await choose(request.study, plan, quiet, say)
  const control = request.control ? await chooseShuffled(request.study, plan, quiet, say) : null
  const live = await stream(request, chosen, plan, quiet, say)
  const replay = await replayOf(request.study, chosen, live, quiet, say)
  const nearSource = countNearSource(chosen.electrodes)
  const liveEqualsReplay = replay.equalsRecorded === true
  const report = writeModelReport(request.study, chosen.modelId, {
    session: {
      label: request.data ? 'The held-out run, streamed' : 'The simulator, live',
      result: live,
      replayEquals: liveEqualsReplay,
    },
    ...(request.data ? {} : { nearSource, control: control ?? undefined }),
  })
  const { value, low, high, chance, trials } = chosen.accuracy
  const seconds = (Date.now() - startedAtMs) / 1000
  say(`Report: ${report}`)
  say(`Done in ${seconds.toFixed(0)} s.`)
  return {
    electrodes: chosen.electrodes,
    nearSource,
    accuracy: { value, low, high, chance, trials },
    latencyMs: live.latencyMs ?? { p50: NaN, p95: NaN },
    liveEqualsReplay,
    seconds,
    session: { accuracy: live.accuracy, outputs: live.outputs },
    control,
    report,
  }
}

type Say = (line: string) => void
type Quiet = JobContext<unknown> & LearningContext

async function gather({ study, data }: DemoRequest, context: Quiet, say: Say): Promise<void> {
  say(data ? `Importing ${data} …` : 'Generating the demo study with the simulator and importing it …')
  const { outcomes } = data
    ? await importRecordings(study, { paths: [data] }, context)
    : await importDemoStudy(study, context)
  for (const { fileName, error } of outcomes) if (error) say(`  ${fileName}: ${error.message}`)
  const list = study.recordings.list()
  if (list.length === 0) throw nothingImported(data ?? '')
  const seconds = list.reduce((sum, { sampleCount, sampleRate }) => sum + sampleCount / sampleRate, 0)
  say(
    `  ${list.length} recordings of ${new Set(list.map(({ subject }) => subject)).size} subjects, ${(seconds / 60).toFixed(0)} min in all.`,
  )
}

async function choose(study: Study, plan: SelectionRequest, context: Quiet, say: Say): Promise<SelectionResult> {
  const runs = study.recordings
    .list()
    .filter(({ id }) => plan.recordingIds.includes(id))
    .map(({ run }) => run)
  say(
    `Choosing ${demoElectrodes} electrodes for ${plan.subject}: ${plan.classes.map(className).join(', ')}; ${runs.join(' ')}, the last one held out …`,
  )
  const result = await selectElectrodes(study, plan, context)
  say(`  ${result.electrodes.join(' ')}`)
  say(`  ${countNearSource(result.electrodes)} of ${demoElectrodes} lie over C3, C4 or Cz or directly beside one.`)
  say(`  Held-out ${result.heldOutRuns.join(' ')}: ${figureSentence(result.accuracy)}.`)
  say(
    `  ${result.converged ? 'The selection converged' : 'The selection has not converged'} (median entropy ${result.medianEntropy.toFixed(2)}); ${describeUse(result.backend, result.report.learnedOn)}, ${result.seconds.toFixed(0)} s.`,
  )
  return result
}

async function chooseShuffled(study: Study, plan: SelectionRequest, context: Quiet, say: Say) {
  say('Control: the same with shuffled labels, where there is nothing to find …')
  const { electrodes } = await selectElectrodes(study, { ...plan, shuffleLabels: true }, context)
  const nearSource = countNearSource(electrodes)
  say(`  ${electrodes.join(' ')}: ${nearSource} of ${demoElectrodes} near a source.`)
  return { electrodes, nearSource }
}

async function stream(
  { study, data, seed }: DemoRequest,
  chosen: SelectionResult,
  plan: SelectionRequest,
  context: Quiet,
  say: Say,
): Promise<SessionResult> {
  const heldOut = study.recordings
    .list()
    .find(({ subject, run }) => subject === chosen.subject && chosen.heldOutRuns.includes(run))
  const source: SourceRequest = data
    ? { kind: 'recording', recordingId: heldOut!.id, speed: demoSpeed }
    : {
        kind: 'simulator',
        seed: seed + 1000,
        trials: demoTrials,
        subject: subjectNumber(plan.subject),
        speed: demoSpeed,
      }
  say(
    `Streaming ${data ? 'the held-out run' : 'new trials of the simulator'} restricted to these electrodes, at ${demoSpeed} times life, and recording it …`,
  )
  const result = await runSession(
    study,
    { modelId: chosen.modelId, source, record: true },
    sessionContext(context.cancellation),
  )
  const { latencyMs } = result
  if (result.accuracy) say(`  Decoded: ${figureSentence(result.accuracy)}.`)
  if (latencyMs)
    say(
      `  ${result.outputs} outputs; newest sample to output ${latencyMs.p50.toFixed(1)} ms (median), ${latencyMs.p95.toFixed(1)} ms (95 %).`,
    )
  return result
}

async function replayOf(
  study: Study,
  chosen: SelectionResult,
  live: SessionResult,
  context: Quiet,
  say: Say,
): Promise<SessionResult> {
  say('Replaying the recorded session as fast as possible …')
  const source: SourceRequest = { kind: 'session', sessionId: live.sessionId!, speed: 0 }
  const result = await runSession(
    study,
    { modelId: chosen.modelId, source, record: false },
    sessionContext(context.cancellation),
  )
  say(
    result.equalsRecorded
      ? `  All ${result.outputs} outputs are equal to the live ones, bit for bit.`
      : `  Outputs differ from the live ones, first at ${result.firstDifference}.`,
  )
  return result
}

/** `SIM1` → 1. */
const subjectNumber = (code: string): number => Number(/\d+/.exec(code)?.[0] ?? 1)

const nothingImported = (path: string): AppError =>
  new AppError({
    code: 'folder/no-eeg',
    message: `Nothing could be imported from ${join(path)}.`,
    hint: 'Name a folder with EEGMMIDB files, such as S001R06.edf.',
    values: { path },
  })
