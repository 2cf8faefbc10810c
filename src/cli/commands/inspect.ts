import { existsSync, readFileSync, statSync } from 'node:fs'
import { basename } from 'node:path'
import { AppError } from '../../core/domain/error'
import type { Recording } from '../../core/domain/recording'
import { readRecording } from '../../core/formats/registry'
import { className, withInterval } from '../../jobs/report/format'
import { openStudy } from '../../store/study'
import type { Study } from '../../store/study'
import type { Command, CommandResult } from '../command'

export const inspectCommand: Command = {
  name: 'inspect',
  summary: 'Say what is in a recording, or in a study.',
  usage: 'inspect FILE|STUDY',
  help: `
Reads only. For a file: channels, rate, length, markers, and what is not sound in it. For a study: its recordings with
their labels, models and sessions.`,
  options: {},
  async run({ paths }) {
    const path = paths[0]
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
    return statSync(path).isDirectory() ? inspectStudy(path) : inspectFile(path)
  },
}

function inspectFile(path: string): CommandResult {
  const recording = readRecording(basename(path), readFileSync(path))
  const { format, sampleRate, sampleCount, channels, markers, startedAt, subjectCode, problems } = recording
  const markerCounts: Record<string, number> = {}
  for (const { code } of markers) markerCounts[code] = (markerCounts[code] ?? 0) + 1
  return {
    json: { format, sampleRate, sampleCount, startedAt, subjectCode, channels, problems, markerCounts, markers },
    text: describeFile(recording, markerCounts),
  }
}

function describeFile(recording: Recording, markerCounts: Readonly<Record<string, number>>): string {
  const { format, channels, sampleRate, sampleCount, startedAt, problems } = recording
  const electrodes = channels.flatMap(({ electrode }) => electrode ?? [])
  const lines = [
    `${format.toUpperCase()}, ${channels.length} channels, ${sampleRate} Hz, ${(sampleCount / sampleRate).toFixed(1)} s${startedAt ? `, started ${startedAt}` : ''}`,
    `Electrodes (${electrodes.length}): ${electrodes.join(' ')}`,
    `Markers: ${
      Object.entries(markerCounts)
        .map(([code, count]) => `${code} ${count}`)
        .join(', ') || 'none'
    }`,
    ...problems.map(({ message }) => `Not sound: ${message}`),
  ]
  return `${lines.join('\n')}\n`
}

function inspectStudy(path: string): CommandResult {
  const study = openStudy(path)
  try {
    const recordings = study.recordings
      .list()
      .map((summary) => ({ ...summary, eventMap: study.eventMaps.get(summary.id) }))
    const json = { folder: study.folder, recordings, models: study.models.list(), sessions: study.sessions.list() }
    return { json, text: describeStudy(study) }
  } finally {
    study.close()
  }
}

function describeStudy(study: Study): string {
  const recordings = study.recordings.list().map((summary) => {
    const classes = study.eventMaps
      .get(summary.id)
      .meanings.flatMap(({ code, classId }) => (classId ? `${code} = ${className(classId)}` : []))
    const seconds = (summary.sampleCount / summary.sampleRate).toFixed(0)
    return `  ${summary.subject} ${summary.run}  ${summary.electrodes.length} electrodes, ${summary.sampleRate} Hz, ${seconds} s  ${classes.join(', ')}`
  })
  const models = study.models.list().map(({ id, electrodes, provenance }) => {
    return `  ${id}  ${electrodes.join(' ')}  ${provenance.accuracy ? withInterval(provenance.accuracy) : 'not measured'}`
  })
  const sessions = study.sessions
    .list()
    .map(({ id, seconds, sourceLabel }) => `  ${id}  ${seconds.toFixed(0)} s  ${sourceLabel}`)
  const block = (title: string, lines: string[]) =>
    `${title} (${lines.length})\n${lines.join('\n')}${lines.length ? '\n' : ''}`
  return block('Recordings', recordings) + block('Models', models) + block('Sessions', sessions)
}
