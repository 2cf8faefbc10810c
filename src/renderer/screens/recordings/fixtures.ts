import type { RecordingView } from '../../../ipc/views'

/** A recording for tests: a minute of four channels with eight cues of two classes. */
export function recordingForTest(change: {
  readonly id: number
  readonly subject?: string
  readonly run?: string
  readonly codes?: Readonly<Record<string, string | null>>
  readonly confirmed?: boolean
  readonly change?: Partial<RecordingView['summary']>
  readonly tags?: readonly string[]
  readonly note?: string
}): RecordingView {
  const { id, subject = 'S001', run = 'R04', codes = { T1: 'left-fist', T2: 'right-fist' }, confirmed = true } = change
  const { tags = [], note = '' } = change
  const markerCounts = Object.fromEntries(Object.keys(codes).map((code) => [code, 4]))
  const classCounts: Record<string, number> = {}
  for (const classId of Object.values(codes)) if (classId) classCounts[classId] = (classCounts[classId] ?? 0) + 4
  return {
    summary: {
      id,
      hash: String(id),
      fileName: `${subject}${run}.edf`,
      format: 'edf+',
      subject,
      run,
      sampleRate: 160,
      sampleCount: 9600,
      electrodes: ['C3', 'Cz', 'C4', 'T9'],
      channelLabels: ['C3..', 'Cz..', 'C4..', 'T9..'],
      markerCounts,
      problems: [],
      importedAtMs: 0,
      origin: 'file',
      byteLength: 1000,
      ...change.change,
    },
    task: null,
    eventMap: {
      meanings: Object.entries(codes).map(([code, classId]) => ({ code, classId })),
      source: 'rule:eegmmidb',
      confirmed,
    },
    classCounts,
    badElectrodes: [],
    ignoredElectrodes: [],
    notes: { tags, note },
  }
}
