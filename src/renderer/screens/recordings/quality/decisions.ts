import type { ElectrodeName } from '../../../../core/domain/electrode'
import type { RecordingView } from '../../../../ipc/views'
import { api } from '../../../lib/api'
import { m } from '../../../lib/paraglide/messages.js'
import { recordings } from '../../../lib/state'
import { attempt, sayDone } from '../../../lib/toasts'

const without = (all: readonly ElectrodeName[], some: readonly ElectrodeName[]): ElectrodeName[] =>
  all.filter((name) => !some.includes(name))
const joined = (all: readonly ElectrodeName[], some: readonly ElectrodeName[]): ElectrodeName[] => [
  ...all,
  ...without(some, all),
]

/** As the study has it now: another decision may have been taken since the button was drawn. */
function current({ summary: { id } }: RecordingView) {
  const found = recordings.all.find(({ summary }) => summary.id === id)
  return { recordingId: id, bad: found?.badElectrodes ?? [], ignored: found?.ignoredElectrodes ?? [] }
}

/** Leaves channels out; what is said in passing has the way back. */
export async function accept(recording: RecordingView, electrodes: readonly ElectrodeName[]): Promise<void> {
  const { recordingId, bad, ignored } = current(recording)
  const done = await attempt(async () => {
    await api.recordings.setBad({ recordingId, electrodes: joined(bad, electrodes) })
    if (electrodes.some((name) => ignored.includes(name)))
      await api.recordings.ignoreQuality({ recordingId, electrodes: without(ignored, electrodes) })
    await recordings.refresh()
  })
  if (done) say(m.quality_accepted_toast, recording, electrodes)
}

export async function ignore(recording: RecordingView, electrodes: readonly ElectrodeName[]): Promise<void> {
  const { recordingId, ignored } = current(recording)
  const done = await attempt(async () => {
    await api.recordings.ignoreQuality({ recordingId, electrodes: joined(ignored, electrodes) })
    await recordings.refresh()
  })
  if (done) say(m.quality_ignored_toast, recording, electrodes)
}

/** As if nobody had said anything to these. */
export async function takeBack(recording: RecordingView, electrodes: readonly ElectrodeName[]): Promise<void> {
  const { recordingId, bad, ignored } = current(recording)
  await attempt(async () => {
    if (electrodes.some((name) => bad.includes(name)))
      await api.recordings.setBad({ recordingId, electrodes: without(bad, electrodes) })
    if (electrodes.some((name) => ignored.includes(name)))
      await api.recordings.ignoreQuality({ recordingId, electrodes: without(ignored, electrodes) })
    await recordings.refresh()
  })
}

function say(
  words: (values: { names: string }) => string,
  recording: RecordingView,
  electrodes: readonly ElectrodeName[],
): void {
  const back = { label: m.quality_undo(), onClick: () => void takeBack(recording, electrodes) }
  sayDone(words({ names: electrodes.join(' ') }), undefined, back)
}
