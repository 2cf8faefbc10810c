import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { build } from 'vite'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { JobId } from '../../src/core/domain/job'
import type { GoldenCase } from '../../src/core/model/selfTest'
import { createTfLearner } from '../../src/core/model/tfLearner'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { beginCheck, checkedBackend } from '../support/checkedBackend'
import { createCheckProgram } from '../support/checkProgram'
import { farthest } from '../support/farthest'
import { trajectoryOf, type Trajectory } from '../support/trajectory'
import type { WebgpuChecks } from '../support/webgpuApp'
import { apiOf, startWorkbench, type Workbench } from './workbench'

const project = resolve(import.meta.dirname, '../..')

/** SwiftShader computes as a graphics card would, slowly: what is tested is right or wrong, never fast. */
const softwareAdapter = [
  '--enable-unsafe-webgpu',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--use-webgpu-adapter=swiftshader',
]
const cases = ['all-1-225', 'all-8-420', 'select-12to5-225', 'select-6to3-300', 'select-hard-6to3-300']
const golden = (name: string): GoldenCase =>
  JSON.parse(readFileSync(join(project, 'test/golden/vectors', `${name}.json`), 'utf8')) as GoldenCase

describe('learning in the hidden page on the software adapter', () => {
  const program = createProgram()
  let trajectory: Trajectory
  beforeAll(() => program.start(softwareAdapter))
  afterAll(() => program.stop())

  test('the adapter is known without TensorFlow.js, and the page that told it is gone', async () => {
    expect(await program.call('probe')).toEqual({ device: 'Google swiftshader', accelerated: false, lack: null })
    await expect.poll(() => program.call('pages')).toBe(0)
  })

  test('learners open there, and say what they run on', async () => {
    expect(await program.call('open')).toEqual({ device: 'Google swiftshader', accelerated: false })
  })

  test.each(cases)('logits, losses and gradients of %s are those of the golden vectors', async (name) => {
    const errors = await program.call('golden', golden(name))
    expect(Object.keys(errors).length).toBeGreaterThan(golden(name).training ? 10 : 1)
    for (const [quantity, error] of Object.entries(errors)) {
      // The true gradient of bn1Beta is zero: 1e-6 absolute counts as 1e-4.
      expect(error, quantity).toBeLessThanOrEqual(quantity === 'bn1Beta' ? 1e-4 : 3e-5)
    }
  })

  test('twenty steps, statistics and evaluation are those of the wasm backend', async () => {
    trajectory = await program.call('trajectory', 20)
    const { tf, device } = await loadWasmBackend()
    const create = async (spec: Parameters<typeof createTfLearner>[1]) => createTfLearner(tf, spec, { backend: 'wasm' })
    const reference = await trajectoryOf({ backend: 'wasm', device, create }, 20)
    for (const quantity of ['losses', 'alpha', 'statistics', 'logits'] as const) {
      expect(farthest(trajectory[quantity], reference[quantity]), quantity).toBeLessThan(1e-5)
    }
    expect(reference.losses.at(-1)).toBeLessThan(reference.losses[0]!)
  })

  test('a training goes on from a snapshot as if it had never stopped', () => {
    expect(trajectory.resumed).toEqual(trajectory.losses.slice(10))
  })

  test('training again takes no more memory on the device', async () => {
    await program.call('trajectory', 4)
    const before = await program.call('deviceBytes')
    await program.call('trajectory', 12)
    expect(before).toBeGreaterThan(0)
    expect(await program.call('deviceBytes')).toBe(before)
  })

  test('the page has no Node, no network, no windows, no permissions and evaluates no text', async () => {
    expect(await program.call('forbidden')).toEqual({
      node: 'undefinedundefined',
      eval: 'refused',
      fetch: 'refused',
      window: 'null',
      permission: 'denied',
    })
  })

  test('the page goes when its learners are closed', async () => {
    await program.call('close')
    await expect.poll(() => program.call('pages')).toBe(0)
  })

  test.each([
    ['page', /its page ended \(killed\)/],
    ['graphics', /the graphics (process ended|card was lost)/],
  ] as const)('a killed %s process loses the learner and says so, and the next one learns', async (what, why) => {
    await program.call('open')
    const failure = await program.call('failureAfterKilling', what)
    expect(failure).toMatchObject({ code: 'learner/lost', detail: expect.stringMatching(why) as string })
    await expect.poll(() => program.call('pages')).toBe(0)
    await program.call('open')
    expect(await program.call('golden', golden('all-1-225'))).toHaveProperty('logits')
    await program.call('close')
  })
})

describe('without an adapter', () => {
  const program = createProgram()
  beforeAll(() => program.start(['--disable-gpu']))
  afterAll(() => program.stop())

  test('the probe says what is lacking, and learners are refused with it', async () => {
    expect(await program.call('probe')).toEqual({ device: '', accelerated: false, lack: 'no-adapter' })
    await expect(program.call('open')).rejects.toThrow(/no graphics adapter/)
    await expect.poll(() => program.call('pages')).toBe(0)
  })
})

describe('in the window, with the adapter in software asked for', () => {
  const home = mkdtempSync(join(tmpdir(), 'sparsecap-home-'))
  let workbench: Workbench
  beforeAll(async () => {
    workbench = await startWorkbench({ env: { SPARSECAP_WEBGPU: 'software', SPARSECAP_HOME: home } })
  })
  afterAll(async () => {
    await workbench?.close()
    rmSync(home, { recursive: true, force: true })
  })

  test('the start that showed the window leaves no mark', () => {
    expect(existsSync(join(home, 'webgpu-start.json'))).toBe(false)
  })

  test('a page that is killed while it is checked is a crashed backend', async () => {
    const id = await checkWebgpu(workbench)
    await workbench.app.evaluate(async ({ webContents }) => {
      const find = () => webContents.getAllWebContents().find((contents) => contents.getURL().includes('webgpu.html'))
      // The page that only tells the adapter is gone by then.
      while (!find()) await new Promise((resolve) => setTimeout(resolve, 20))
      await new Promise((resolve) => setTimeout(resolve, 1500))
      process.kill(find()!.getOSProcessId(), 'SIGKILL')
    })
    expect(await checked(workbench, id)).toMatchObject({ state: 'crashed', detail: 'its page ended (killed)' })
  })

  test('the training process proves and measures the backend through a line to the page', async () => {
    const status = await checked(workbench, await checkWebgpu(workbench))
    expect(status, status.detail).toMatchObject({
      state: 'usable',
      device: 'Google swiftshader',
      accelerated: false,
      lack: null,
    })
    expect(status.worstError).toBeLessThanOrEqual(3e-5)
    expect(status.stepMs).toBeGreaterThan(0)
    const pages = () => workbench.app.evaluate(({ webContents }) => webContents.getAllWebContents().length)
    await expect.poll(pages).toBe(1)
  })
})

describe.skipIf(process.platform !== 'linux')('a start of the window on Linux', () => {
  const home = mkdtempSync(join(tmpdir(), 'sparsecap-home-'))
  const mark = join(home, 'webgpu-start.json')
  afterAll(() => rmSync(home, { recursive: true, force: true }))

  /** Chromium's features and version of a start for which WebGPU was asked. */
  async function start() {
    const workbench = await startWorkbench({ env: { SPARSECAP_WEBGPU: 'on', SPARSECAP_HOME: home, ...underX11 } })
    const started = await workbench.app.evaluate(({ app }) => ({
      features: app.commandLine.getSwitchValue('enable-features'),
      electron: process.versions.electron,
    }))
    await workbench.close()
    return started
  }

  test('draws through Vulkan when WebGPU is asked for, unless the last one so never showed its window', async () => {
    const { features, electron } = await start()
    expect(features).toBe('Vulkan')
    expect(existsSync(mark)).toBe(false)
    writeFileSync(mark, JSON.stringify(electron))
    expect((await start()).features).toBe('')
    expect(existsSync(mark)).toBe(true)
    writeFileSync(mark, JSON.stringify('1.0.0'))
    expect((await start()).features).toBe('Vulkan')
  })
})

const underX11 = { XDG_SESSION_TYPE: 'x11', WAYLAND_DISPLAY: '', ELECTRON_OZONE_PLATFORM_HINT: '' }

const checkWebgpu = (workbench: Workbench) => beginCheck(apiOf(workbench), 'webgpu')
const checked = (workbench: Workbench, id: JobId) => checkedBackend(apiOf(workbench), 'webgpu', id)

/** A program of its own around the built page. */
const createProgram = () =>
  createCheckProgram<WebgpuChecks>({ functions: 'webgpuChecks', main: 'out/main/index.js', build: buildProgram })

async function buildProgram(folder: string): Promise<void> {
  await build({
    configFile: false,
    logLevel: 'error',
    ssr: { noExternal: true },
    build: {
      ssr: join(project, 'test/support/webgpuApp.ts'),
      outDir: join(folder, 'out/main'),
      rollupOptions: { external: ['electron'], output: { format: 'es', entryFileNames: 'index.js' } },
    },
  })
  mkdirSync(join(folder, 'out'), { recursive: true })
  for (const part of ['renderer', 'preload']) symlinkSync(join(project, 'out', part), join(folder, 'out', part))
}
