import { existsSync, statSync } from 'node:fs'
import { AppError } from '../../core/domain/error'
import { controlText } from '../../core/domain/model'
import { inspectRecording, type Inspection, type InspectedChannel } from '../../jobs/inspectRecording'
import { readMarks } from '../../jobs/markRecording'
import { openFile } from '../../jobs/openFile'
import { describeBasis, describeCriterion, whyNotJudged } from '../../jobs/report/quality'
import { className, withInterval } from '../../jobs/report/format'
import { prepareToOpen } from '../../store/recordingFile'
import { openStudy } from '../../store/study'
import type { Study } from '../../store/study'
import { namedRecordings } from '../namedRecordings'
import { streamOption, toStreams } from '../streams'
import { describeMarks } from './mark'
import type { Command, CommandResult } from '../command'

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Say what is in a recording, or in a study.',
  usage: 'inspect FILE|STUDY [RECORDING]',
  help: `
  --stream ID          of an XDF file: the stream that is the EEG, where several may be

  RECORDING            of a study: its number, S001/R04 or the name of its file; tells it as the study has it

Reads only. For a file: format, rate, length, channels with what they seem to carry and how sound they are, events, gaps, and
what is not sound in it. For a study: its recordings with their labels, tags and notes, models and sessions.`,
  options: streamOption,
  async run(input) {
    const path = input.paths[0]
    if (!path)
      throw new AppError({
        code: 'input/invalid',
        message: 'Name a file or a study.',
        hint: 'sparsecap inspect S001R06.edf',
      })
    if (!existsSync(path))
      throw new AppError({
        code: 'file/not-found',
        message: `${path} does not exist.`,
        hint: 'Check the path.',
        values: { path },
      })
    if (statSync(path).isDirectory()) return inspectFolder(path, input.paths.slice(1))
    await prepareToOpen([path])
    const opened = openFile(path, toStreams(input))
    try {
      const inspection = inspectRecording(opened.reader, opened.companions)
      return { json: { fileName: opened.fileName, ...inspection }, text: describeFile(inspection) }
    } finally {
      opened.close()
    }
  },
}

function describeFile(found: Inspection): string {
  const { format, channels, sampleRate, seconds, startedAt, subjectCode, companions, gaps, problems } = found
  const electrodes = channels.flatMap(({ electrode }) => electrode ?? [])
  const events = Object.entries(found.markerCounts).map(([code, count]) => `${code} ${count}`)
  const lost = gaps.reduce((sum, { length }) => sum + length, 0) / sampleRate
  const unjudged = whyNotJudged(found.quality, channels.filter(({ quality }) => quality !== null).length)
  const begun = startedAt ? `, started ${startedAt}` : ''
  const lines = [
    `${format.toUpperCase()}, ${channels.length} channels, ${sampleRate} Hz, ${seconds.toFixed(1)} s${begun}${subjectCode ? `, subject ${subjectCode}` : ''}`,
    ...(companions.length > 0 ? [`With ${companions.join(', ')}`] : []),
    `Electrodes (${electrodes.length}): ${electrodes.join(' ')}`,
    `Events (${found.markers.length}): ${events.join(', ') || 'none'}`,
    `Gaps: ${gaps.length === 0 ? 'none' : `${gaps.length}, ${lost.toFixed(1)} s in all`}`,
    `Quality: ${unjudged ?? describeBasis(found.quality)}`,
    ...found.quality.findings
      .filter(({ verdict }) => verdict !== 'good' && unjudged === null)
      .map((one) => `  ${one.verdict} ${describeCriterion(one)}`),
    ...problems.map(({ message }) => `Not sound: ${message}`),
    'Channels:',
    ...channels.map((channel) => describeChannel(channel, unjudged !== null)),
  ]
  return `${lines.join('\n')}\n`
}

function describeChannel({ label, electrode, unit, type, quality }: InspectedChannel, unjudged: boolean): string {
  const name = electrode && electrode !== label ? `${label} = ${electrode}` : label
  const found = quality?.criteria.filter(({ verdict }) => verdict !== 'good').map(describeCriterion) ?? []
  const sound =
    quality && !unjudged
      ? [
          quality.quality,
          `${quality.rmsMicrovolts.toFixed(1)} µV rms (1–40 Hz)`,
          `${quality.lineMicrovolts.toFixed(1)} µV of the mains`,
          ...found,
        ].join(', ')
      : ''
  return `  ${name.padEnd(24)} ${type.padEnd(8)} ${unit.padEnd(8)} ${sound}`.trimEnd()
}

async function inspectFolder(path: string, names: readonly string[]): Promise<CommandResult> {
  const study = openStudy(path)
  try {
    return names.length > 0 ? await inspectNamed(study, names) : inspectStudy(study)
  } finally {
    study.close()
  }
}

/** Recordings of a study, with their channels as the study has them. */
async function inspectNamed(study: Study, names: readonly string[]): Promise<CommandResult> {
  await study.recordings.prepare()
  const found = namedRecordings(study, names).map((summary) => {
    const reader = study.recordings.openUnedited(summary.id)
    const inspection = inspectRecording(reader, summary.companions ?? [], study.channelEdits.get(summary.id))
    return { summary, inspection: { ...inspection, problems: summary.problems } }
  })
  const json = found.map(({ summary, inspection }) => ({
    ...{ id: summary.id, fileName: summary.fileName, subject: summary.subject, run: summary.run },
    ...study.notes.get(summary.id),
    ...readMarks(study, summary),
    ...inspection,
  }))
  const texts = found.map(
    ({ summary, inspection }) =>
      `${summary.subject} ${summary.run}\nMarked: ${describeMarks(readMarks(study, summary))}\n${describeFile(inspection)}`,
  )
  return { json: json.length === 1 ? json[0] : json, text: texts.join('\n') }
}

function inspectStudy(study: Study): CommandResult {
  const recordings = study.recordings.list().map((summary) => ({
    ...{ ...summary, ...study.notes.get(summary.id), ...readMarks(study, summary) },
    eventMap: study.eventMaps.get(summary.id),
    channelEdits: study.channelEdits.get(summary.id),
  }))
  const json = {
    ...{ folder: study.folder, recordings, unfinished: study.recordings.unfinished() },
    ...{ models: study.models.list(), sessions: study.sessions.list() },
  }
  return { json, text: describeStudy(study) }
}

function describeStudy(study: Study): string {
  const recordings = study.recordings.list().map((summary) => {
    const classes = study.eventMaps
      .get(summary.id)
      .meanings.flatMap(({ code, classId }) => (classId ? `${code} = ${className(classId)}` : []))
    const seconds = (summary.sampleCount / summary.sampleRate).toFixed(0)
    const { tags } = study.notes.get(summary.id)
    return `  ${summary.id}  ${summary.subject} ${summary.run}  ${summary.electrodes.length} electrodes, ${summary.sampleRate} Hz, ${seconds} s  ${classes.join(', ')}${tags.length > 0 ? `  [${tags.join(', ')}]` : ''}`
  })
  const models = study.models.list().map(({ id, electrodes, provenance }) => {
    return `  ${id}  ${electrodes.join(' ')}  ${provenance.accuracy ? withInterval(provenance.accuracy) : 'not measured'}${provenance.control ? `  ${controlText}` : ''}`
  })
  const sessions = study.sessions
    .list()
    .map(({ id, seconds, sourceLabel }) => `  ${id}  ${seconds.toFixed(0)} s  ${sourceLabel}`)
  const block = (title: string, lines: string[]) =>
    `${title} (${lines.length})\n${lines.join('\n')}${lines.length ? '\n' : ''}`
  const unfinished = study.recordings.unfinished().map(({ fileName }) => `Not finished, import it again: ${fileName}\n`)
  return block('Recordings', recordings) + block('Models', models) + block('Sessions', sessions) + unfinished.join('')
}
