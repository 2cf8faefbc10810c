import { app, MessageChannelMain, webContents, type MessagePortMain } from 'electron'
import { toErrorData } from '../../src/core/domain/error'
import type { LearnerPort } from '../../src/core/model/learnerPort'
import { createRemoteLearners, type RemoteLearners } from '../../src/core/model/remote/client'
import { goldenErrors, goldenSpec, type Errors, type GoldenCase } from '../../src/core/model/selfTest'
import { openWebgpuPage, probeWebgpu } from '../../src/main/webgpuPage'
import { trajectoryOf } from './trajectory'

/** Entry of a program that is nothing but the hidden page and someone who learns on it; Playwright calls `webgpuChecks`. */
let learners: RemoteLearners | null = null

const checks = {
  probe: probeWebgpu,

  async open(): Promise<{ device: string; accelerated: boolean }> {
    const { port1, port2 } = new MessageChannelMain()
    let lost: (why: string) => void = () => undefined
    await openWebgpuPage(port2, (why) => lost(why))
    await pageContents()!.executeJavaScript(countBuffers)
    learners = await createRemoteLearners(
      toLearnerPort(port1, (listener) => (lost = listener)),
      'webgpu',
    )
    return { device: learners.device, accelerated: learners.accelerated }
  },

  async golden(golden: GoldenCase): Promise<Errors> {
    const learner = await learners!.create(goldenSpec(golden))
    const errors = await goldenErrors(learner, golden)
    await learner.dispose()
    return errors
  },

  trajectory: (steps: number) => trajectoryOf(learners!, steps),

  /** Bytes of the buffers on the device that were made and not destroyed. */
  deviceBytes: (): Promise<number> => pageContents()!.executeJavaScript('bytesOnDevice'),

  /** Kills a process in the middle of a training; what the learner says then. */
  async failureAfterKilling(what: 'page' | 'graphics') {
    const training = trajectoryOf(learners!, 1000).then(
      () => null,
      (thrown: unknown) => toErrorData(thrown),
    )
    await new Promise((resolve) => setTimeout(resolve, 500))
    const graphics = app.getAppMetrics().find(({ type }) => type === 'GPU')!
    process.kill(what === 'page' ? pageContents()!.getOSProcessId() : graphics.pid, 'SIGKILL')
    return training
  },

  close: () => learners!.close(),
  pages: () => webContents.getAllWebContents().length,
  /** What a page of this kind may not do. */
  async forbidden() {
    return pageContents()!.executeJavaScript(`(async () => ({
      node: typeof require + typeof process,
      eval: await (async () => { try { return eval('1') } catch { return 'refused' } })(),
      fetch: await fetch('https://example.org').then(() => 'open', () => 'refused'),
      window: String(open('https://example.org')),
      permission: (await navigator.permissions.query({ name: 'geolocation' })).state,
    }))()`)
  },
}
export type WebgpuChecks = typeof checks
Object.assign(globalThis, { webgpuChecks: checks })

const pageContents = () => webContents.getAllWebContents().find((contents) => contents.getURL().includes('webgpu.html'))

function toLearnerPort(port: MessagePortMain, onLost: (listener: (why: string) => void) => void): LearnerPort {
  return {
    post: (message) => port.postMessage(message),
    onMessage(listener) {
      port.on('message', ({ data }) => listener(data))
      port.start()
    },
    onLost,
    close: () => port.close(),
  }
}

const countBuffers = `
  var bytesOnDevice = 0
  const { createBuffer } = GPUDevice.prototype
  const { destroy } = GPUBuffer.prototype
  GPUDevice.prototype.createBuffer = function (options) { bytesOnDevice += options.size; return createBuffer.call(this, options) }
  GPUBuffer.prototype.destroy = function () { bytesOnDevice -= this.size; return destroy.call(this) }
  null
`
