import type { Marker, RecordingGap } from '../core/domain/recording'
import type { EventFigures, GapFigures, RecordingDetails } from '../core/domain/recordingDetails'
import type { ClassId } from '../core/domain/trial'
import { placeChannels } from '../core/montage/channelEdits'
import type { Study } from '../store/study'

/** What header, markers and gaps of a recording say, and its channels as the study has them. Reads no samples. Throws as `recordings.open`. */
export function readDetails(study: Study, recordingId: number): RecordingDetails {
  const { info } = study.recordings.openUnedited(recordingId)
  const { problems } = study.recordings.get(recordingId)
  const { channels, markers, gaps = [], sampleRate, sampleCount, ...header } = info
  const meanings = new Map(study.eventMaps.get(recordingId).meanings.map(({ code, classId }) => [code, classId]))
  return {
    ...header,
    ...{ sampleRate, sampleCount, seconds: sampleCount / sampleRate, problems },
    channels: placeChannels(channels, study.channelEdits.get(recordingId)).map((one, channel) => ({ channel, ...one })),
    gaps: countGaps(gaps, sampleRate),
    events: countEvents(markers, sampleRate, meanings),
  }
}

const mostGaps = 20

function countGaps(gaps: readonly RecordingGap[], sampleRate: number): GapFigures {
  const longest = gaps
    .toSorted((a, b) => b.length - a.length)
    .slice(0, mostGaps)
    .sort((a, b) => a.start - b.start)
  return {
    count: gaps.length,
    lostSeconds: gaps.reduce((sum, { length }) => sum + length, 0) / sampleRate,
    longest: longest.map(({ start, length }) => ({ startSeconds: start / sampleRate, seconds: length / sampleRate })),
  }
}

function countEvents(
  markers: readonly Marker[],
  sampleRate: number,
  meanings: ReadonlyMap<string, ClassId | null>,
): EventFigures[] {
  const found = new Map<string, EventFigures>()
  for (const { code, sample } of markers) {
    const at = sample / sampleRate
    const one = found.get(code) ?? {
      code,
      count: 0,
      classId: meanings.get(code) ?? null,
      firstSeconds: at,
      lastSeconds: at,
    }
    found.set(code, { ...one, count: one.count + 1, lastSeconds: at })
  }
  return [...found.values()].sort((a, b) => a.code.localeCompare(b.code, 'en', { numeric: true }))
}
