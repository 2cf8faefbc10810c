import { mkdirSync, statSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { neverCancelled } from '../../core/domain/job'
import {
  eegDescription,
  channelsTable,
  eventsDescription,
  eventsTable,
  toBidsEvents,
} from '../../core/formats/bids/writeSidecars'
import type { BidsChannel } from '../../core/formats/bids/writeSidecars'
import { samples } from '../../core/domain/units'
import { uniqueLabels } from '../../core/formats/edf/uniqueLabels'
import type { RecordingReader } from '../../core/formats/reader'
import { atomicWrite } from '../../store/atomicWrite'
import { contentHash } from '../../store/contentHash'
import type { Study } from '../../store/study'
import { copyHashed } from '../importCopy'
import type { Between } from './blocks'
import { channelsOf, channelsOfEdf } from './channels'
import { convertRecording } from './convert'
import { requireAnonymous, withoutNotes, type TextMask } from './deidentify'
import type { PlannedRecording } from './plan'

export interface ExportOrder extends PlannedRecording {
  /** The data set's. */
  readonly folder: string
  /** Null: nothing is left out. */
  readonly mask: TextMask | null
}

export interface ExportedRecording {
  readonly copied: boolean
  readonly bytes: number
}

/** Writes one recording and what BIDS has beside it. Throws `export/…`, `file/…`, `disk/…`, and what `between` throws. */
export async function exportRecording(study: Study, order: ExportOrder, between: Between): Promise<ExportedRecording> {
  const { recording, copyAs, folder, stem } = order
  const path = join(folder, `${stem}_eeg${copyAs ?? '.bdf'}`)
  mkdirSync(dirname(path), { recursive: true })
  const reader = masked(study, order)
  const facts = { edits: study.channelEdits.get(recording.id), bad: study.badChannels.get(recording.id) }
  let channels: BidsChannel[]
  let filled = 0
  if (copyAs === null) {
    const names = uniqueLabels(reader.info.channels.map(({ label }) => label))
    channels = channelsOf(reader, { ...facts, names })
    filled = await writeAnew(reader, path, { ...order, names, between })
  } else {
    const known = channelsOf(reader, facts)
    channels = copyAs === '.set' ? known : channelsOfEdf(study.recordings.path(recording.id), known)
    await copyOriginal(study, order, { path, between })
  }
  writeSidecars(study, order, { reader, channels, filled })
  return { copied: copyAs !== null, bytes: statSync(path).size }
}

/** With its channels as the file has them: edits are told beside it. */
function masked(study: Study, { recording, mask }: ExportOrder): RecordingReader {
  const reader = study.recordings.openUnedited(recording.id)
  if (!mask) return reader
  const markers = mask.markersOf(reader.info.markers, study.eventMaps.get(recording.id))
  const info = { ...reader.info, markers, device: undefined, filters: undefined, startedAt: undefined }
  return { ...reader, info, read: (from, to, channels) => reader.read(from, to, channels) }
}

interface WritingAnew extends ExportOrder {
  readonly names: readonly string[]
  readonly between: Between
}

/** Gives how many samples fill the last record. */
async function writeAnew(reader: RecordingReader, path: string, order: WritingAnew): Promise<number> {
  const { place, recording, mask, names, between } = order
  const { startedAt, markers, sampleCount } = reader.info
  const start = startedAt === undefined ? {} : { startedAt }
  const facts = { ...start, subjectCode: place.subject, labels: names, markers }
  const plan = await convertRecording(reader, path, facts, between)
  if (mask) requireAnonymous(path, place.subject, recording)
  return plan.records * plan.samplesPerRecord - sampleCount
}

/** A copy whose content has the hash by which the study knows the original. */
async function copyOriginal(
  study: Study,
  { recording }: ExportOrder,
  { path, between }: { path: string; between: Between },
): Promise<void> {
  await between()
  const original = study.recordings.path(recording.id)
  const hash = await copyHashed(original, path, { cancellation: neverCancelled, moved: () => undefined })
  if (!recording.companions && contentHash([hash], recording.streams) !== recording.hash)
    study.recordings.verify(recording.id)
}

interface Exported {
  readonly reader: RecordingReader
  readonly channels: readonly BidsChannel[]
  /** Samples that fill the last record of the file. */
  readonly filled: number
}

function writeSidecars(study: Study, order: ExportOrder, { reader, channels, filled }: Exported): void {
  const { recording, place, folder, stem, mask, copyAs } = order
  const { info } = reader
  const { markers, sampleRate, sampleCount, gaps = [] } = info
  const spans = study.badSpans.get(recording.id)
  const badSpans = mask ? withoutNotes(spans) : spans
  const held = filled > 0 ? [...gaps, { start: sampleCount, length: samples(filled) }] : gaps
  const events = toBidsEvents({ markers, map: study.eventMaps.get(recording.id), badSpans, gaps: held, sampleRate })
  // A discontinuous original that was copied has its pauses; written anew, the last value is held.
  const isDiscontinuous = gaps.length > 0 && copyAs !== null
  const seconds = (sampleCount + filled) / sampleRate
  const put = (suffix: string, text: string): void => atomicWrite(join(folder, `${stem}_${suffix}`), text)
  put('eeg.json', eegDescription({ task: place.task, info, channels, seconds, isDiscontinuous }))
  put('channels.tsv', channelsTable(channels))
  if (events.length === 0) return
  put('events.tsv', eventsTable(events, sampleRate))
  put('events.json', eventsDescription(events))
}
