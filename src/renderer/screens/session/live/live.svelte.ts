import { streamPortMessage } from '../../../../ipc/streamPort'
import type { StreamMessage } from '../../../../ipc/streams'
import { classColour } from '../../../lib/classes'
import { m } from '../../../lib/paraglide/messages.js'
import { stream } from '../../../lib/state'
import { LiveStream } from './liveStream.svelte'
import { classInSentence } from './words'

/** The one stream of the window. Listens from the start of the program: a port may come while another screen is shown. */
export const live = new LiveStream(
  () => performance.now(),
  (classId) => ({ label: m.session_cue({ class: classInSentence(classId) }), colour: classColour(classId) }),
)

let port: MessagePort | null = null

window.addEventListener('message', (event: MessageEvent) => {
  if (event.source !== window || (event.data as { type?: unknown } | null)?.type !== streamPortMessage) return
  port?.close()
  port = event.ports[0] ?? null
  if (port) port.onmessage = ({ data }: MessageEvent<StreamMessage>) => live.take(data)
})

$effect.root(() => {
  $effect(() => {
    const state = stream.state
    if (state.phase === 'starting') live.reset()
    if (state.phase === 'running') live.configure(state)
  })
})
