import type { StreamingNews, StreamingOrder } from '../../ipc/streamingProcess'
import type { StreamMessage } from '../../ipc/streams'
import { createSystemClock, systemTimers } from '../../jobs/stream/clock'
import { runSession, type RunningSession } from '../../jobs/stream/session'
import { openStudy } from '../../store/study'
import type { Cancellation } from '../../core/domain/job'

type Start = Extract<StreamingOrder, { type: 'start' }>

export interface StreamPorts {
  readonly cancellation: Cancellation
  send(news: StreamingNews): void
  toPage(message: StreamMessage): void
}

/** Runs the stream that main asked for. Throws AppError; the study is closed in every case. */
export async function stream(order: Start, { cancellation, send, toPage }: StreamPorts): Promise<void> {
  const study = openStudy(order.studyPath)
  try {
    await study.recordings.prepare()
    const result = await runSession(study, order.request, {
      nativesFolder: order.nativesFolder,
      clock: createSystemClock(),
      timers: systemTimers,
      cancellation,
      sink: toPage,
      startedAtMs: order.startedAtMs,
      running: (running) => send(toRunning(order, running)),
    })
    send({ type: 'ended', result })
  } finally {
    study.close()
  }
}

const toRunning = ({ request, startedAtMs }: Start, { sessionId, model, source }: RunningSession): StreamingNews => ({
  type: 'running',
  stream: {
    request,
    sessionId,
    startedAtMs,
    electrodes: source.info.channels,
    classes: model.classes,
    sampleRate: source.info.sampleRate,
    sourceLabel: source.label,
  },
})
