import type { Recording, RecordingSummary } from '../core/domain/recording'
import { eventMapFor } from '../core/formats/eventMaps'
import { contentHash } from '../store/contentHash'
import type { NewRecording } from '../store/recordings'
import type { Study } from '../store/study'
import { buildPyramid } from './buildPyramid'
import { copyHashed, type CopyWatch } from './importCopy'
import { identify } from './importIdentity'
import { createPassingMeter } from './measureQuality'
import type { OpenFile } from './openFile'
import { findSameSignals } from './sameSignals'

export interface ToStore {
  readonly opened: OpenFile
  readonly origin: RecordingSummary['origin']
}

/** What came of it: a new recording, or the one that had the same content. */
export type Stored =
  | { readonly recording: RecordingSummary; readonly known?: undefined }
  | { readonly known: RecordingSummary; readonly recording?: undefined }

/** From this size on a file is only copied when it is not there already: a second pass is cheaper than gigabytes in vain. */
const worthAsking = 64 << 20

/** Copies all files of a recording into the study with its overview and its quality, and catalogues it. Throws as `copyHashed` and `buildPyramid`. */
export async function storeRecording(study: Study, { opened, origin }: ToStore, watch: CopyWatch): Promise<Stored> {
  const { recordings } = study
  if (opened.bytes >= worthAsking && recordings.hasLength(opened.bytes)) {
    const known = recordings.byHash(await pass(opened, null, { ...watch, moved: () => undefined }))
    if (known) return { known }
  }
  const staging = recordings.stage(opened.path, opened.fileName)
  try {
    const hash = await pass(opened, staging.pathOf, watch)
    const known = recordings.byHash(hash)
    if (known) return { known }
    const meter = createPassingMeter(opened.reader)
    const { cancellation } = watch
    await buildPyramid(study, { reader: opened.reader, hash }, { cancellation, passing: (data) => meter.push(data) })
    const measures = meter.finish()
    const recording = study.transaction(() => {
      const [summary, eventMap] = toNewRecording(opened, hash, origin)
      const problems = [...summary.problems, ...findSameSignals(study, summary, measures)]
      const added = recordings.add({ ...summary, problems }, eventMap, staging)
      const { badElectrodes } = opened.reader.info
      study.qualities.keep(added.id, measures)
      if (badElectrodes) study.badChannels.set(added.id, badElectrodes)
      return added
    })
    study.pyramids.keep(hash)
    return { recording }
  } finally {
    study.pyramids.discard()
    staging.discard()
  }
}

/** Reads all files once and copies them where `pathOf` says. Returns the hash of the recording. */
async function pass(
  { fileName, companions, streams, ...opened }: OpenFile,
  pathOf: ((name: string) => string) | null,
  watch: CopyWatch,
): Promise<string> {
  const hashes: string[] = []
  for (const name of [fileName, ...companions])
    hashes.push(await copyHashed(opened.pathOf(name), pathOf?.(name) ?? null, watch))
  return contentHash(hashes, streams)
}

function toNewRecording(
  { reader, fileName, companions, streams, identity }: OpenFile,
  hash: string,
  origin: RecordingSummary['origin'],
): [NewRecording, ReturnType<typeof eventMapFor>] {
  const { info } = reader
  const markerCounts = countMarkers(info)
  const { format, sampleRate, sampleCount, problems, channels } = info
  const summary: NewRecording = {
    ...{ hash, fileName, format, sampleRate, sampleCount, problems, markerCounts, origin },
    ...(identity ?? identify(fileName, info.subjectCode)),
    ...(companions.length > 0 ? { companions } : {}),
    ...(streams ? { streams } : {}),
    electrodes: channels.flatMap(({ electrode }) => electrode ?? []),
    channelLabels: channels.map(({ label }) => label),
  }
  return [summary, eventMapFor(fileName, Object.keys(markerCounts))]
}

/** Count by code, in order of code. */
export function countMarkers({ markers }: Pick<Recording, 'markers'>): Record<string, number> {
  const counts = new Map<string, number>()
  for (const { code } of markers) counts.set(code, (counts.get(code) ?? 0) + 1)
  return Object.fromEntries([...counts].sort(([a], [b]) => a.localeCompare(b, 'en', { numeric: true })))
}
