import { AppError } from '../../core/domain/error'
import { controlText, firstDecoder, onlyControls } from '../../core/domain/model'
import type { SessionResult, SourceRequest } from '../../core/domain/session'
import { figureSentence } from '../../jobs/report/format'
import { runSession } from '../../jobs/stream/session'
import { sessionContext } from '../../jobs/stream/sessionContext'
import type { Study } from '../../store/study'
import type { Command, CommandInput } from '../command'
import { required } from '../command'
import { withStudy } from '../withStudy'

export const replayCommand: Command = {
  name: 'replay',
  summary: 'Play a recording or a recorded session through the live signal path.',
  usage: 'replay --study FOLDER [--model ID] --recording S001/R14 | --session ID',
  help: `
  --study FOLDER       the study
  --model ID           the newest decoder by default; for a session the one it was recorded with
  --recording S/R      subject and run, or a number of "inspect STUDY --json"
  --session ID         a recorded session; its outputs are compared with those recorded, bit for bit
  --speed X            1: as recorded, 4: four times as fast, 0: as fast as possible (0)

The exit code is 3 when a session's outputs differ from the recorded ones, or its file is damaged.`,
  options: {
    study: { type: 'string' },
    model: { type: 'string' },
    recording: { type: 'string' },
    session: { type: 'string' },
    speed: { type: 'string' },
  },
  run: (input) =>
    withStudy(required(input, 'study'), {}, async (study) => {
      const source = sourceOf(study, input)
      const request = { modelId: modelOf(study, input, source), source, record: false }
      const result = await runSession(study, request, sessionContext(input.context.cancellation))
      const { control = null } = study.models.header(request.modelId).provenance
      return {
        json: { ...request, control, result },
        text: describe(result) + (control ? `${request.modelId} was ${controlText}.\n` : ''),
        exitCode: result.equalsRecorded === false || result.problem ? 3 : 0,
      }
    }),
}

function sourceOf(study: Study, input: CommandInput): SourceRequest {
  const speed = Number(input.values.speed ?? 0)
  if (!(speed >= 0)) throw invalid(`--speed: expected a number from 0, got ${String(input.values.speed)}.`)
  const { session, recording } = input.values
  if (typeof session === 'string') return { kind: 'session', sessionId: study.sessions.get(session).id, speed }
  if (typeof recording !== 'string') throw invalid('Name what to replay: --recording or --session.')
  const found = study.recordings
    .list()
    .find(({ id, subject, run }) => [String(id), `${subject}/${run}`].includes(recording))
  if (!found) throw invalid(`The study has no recording ${recording}.`)
  return { kind: 'recording', recordingId: found.id, speed }
}

function modelOf(study: Study, input: CommandInput, source: SourceRequest): string {
  if (typeof input.values.model === 'string') return study.models.header(input.values.model).id
  if (source.kind === 'session') return study.sessions.get(source.sessionId).modelId
  const models = study.models.list()
  const newest = firstDecoder(models)
  if (newest) return newest.id
  if (models.length > 0) throw onlyControls(models.length)
  throw new AppError({
    code: 'model/not-found',
    message: 'The study has no model.',
    hint: 'Make one with "sparsecap select".',
  })
}

const invalid = (message: string): AppError =>
  new AppError({ code: 'input/invalid', message, hint: 'See "sparsecap replay --help".' })

function describe(result: SessionResult): string {
  const lines = [
    `${result.outputs} outputs, ${result.decisions} decisions in ${result.seconds.toFixed(1)} s; ${result.lostSamples} samples lost`,
  ]
  if (result.accuracy) lines.push(`Trials: ${figureSentence(result.accuracy)}`)
  if (result.problem) lines.push(result.problem.message)
  if (result.usedForTraining) lines.push('This recording was used for training; do not report this accuracy.')
  if (result.equalsRecorded !== null)
    lines.push(
      result.equalsRecorded
        ? 'Equal to the recorded outputs, bit for bit'
        : `Different from the recorded outputs, first at ${result.firstDifference}`,
    )
  return `${lines.join('\n')}\n`
}
