import { serveLearners } from '../../core/model/remote/server'
import { webgpuPortMessage, type WebgpuAdapter, type WebgpuHost } from '../../ipc/webgpuPage'
import { findAdapter, type Gpu } from './adapter'
import { toLearnerPort } from './pagePort'

/** Entry of the hidden page. It says which adapter there is, and serves learners on the one port it is then given;
 *  TensorFlow.js is loaded when the first is asked for. */
const { webgpuHost: host } = window as unknown as { readonly webgpuHost: WebgpuHost }

async function start(): Promise<void> {
  const adapter = await findAdapter((navigator as { readonly gpu?: Gpu }).gpu)
  if (adapter) listen(adapter)
  host.tell({ type: 'adapter', adapter })
}

function listen(adapter: WebgpuAdapter): void {
  window.addEventListener('message', ({ source, data, ports: [port] }: MessageEvent<{ type?: string }>) => {
    if (source === window && data?.type === webgpuPortMessage && port) void serve(port, adapter)
  })
}

async function serve(port: MessagePort, adapter: WebgpuAdapter): Promise<void> {
  await serveLearners(toLearnerPort(port), async () => {
    const { openWebgpuLearners } = await import('./learners')
    return openWebgpuLearners(adapter, (why) => host.tell({ type: 'lost', why }))
  })
  host.tell({ type: 'done' })
}

start().catch((thrown: unknown) => host.tell({ type: 'lost', why: `WebGPU could not be asked: ${String(thrown)}` }))
