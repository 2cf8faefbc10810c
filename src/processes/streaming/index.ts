import { toErrorData } from '../../core/domain/error'
import { loadBrainFlow } from '../../drivers/brainflow/library'
import type { StreamingNews, StreamingOrder } from '../../ipc/streamingProcess'
import { createPagePort, type MessagePort } from './pagePort'
import { stream } from './stream'

/** Entry of a streaming process: runs one stream, or answers one question about devices, and ends. */
const main = process.parentPort
const page = createPagePort()
const cancellation = { requested: false }
const send = (news: StreamingNews): void => main.postMessage(news)

main.on('message', ({ data, ports }: { data: StreamingOrder; ports: MessagePort[] }) => {
  if (data.type === 'stop') cancellation.requested = true
  else if (data.type === 'port') page.attach(ports[0])
  else if (data.type === 'devices') void once(async () => answerDevices(data.nativesFolder))
  else {
    page.attach(ports[0])
    void once(() => stream(data, { cancellation, send, toPage: page.send }))
  }
})

async function once(work: () => Promise<void>): Promise<void> {
  try {
    await work()
  } catch (thrown) {
    send({ type: 'failed', error: toErrorData(thrown) })
  } finally {
    page.close()
    // Electron keeps a utility process alive; what was posted leaves first.
    setTimeout(() => process.exit(0), 100)
  }
}

function answerDevices(nativesFolder: string | null): void {
  const library = loadBrainFlow(nativesFolder)
  send({ type: 'devices', devices: library.listDevices(), version: library.version })
}
