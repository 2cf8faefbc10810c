import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import type { BackendStatus } from '../../src/core/domain/backend'
import type { SelectionReport, SelectionRequest } from '../../src/core/domain/training'
import type { LearnerPort } from '../../src/core/model/learnerPort'
import { serveLearners } from '../../src/core/model/remote/server'
import { createTfLearner } from '../../src/core/model/tfLearner'
import type { SelectionCheckpoint } from '../../src/core/selection/checkpoint'
import { importRecordings } from '../../src/jobs/importRecordings'
import { loadWasmBackend } from '../../src/jobs/learning/wasmBackend'
import { selectElectrodes } from '../../src/jobs/selectElectrodes'
import { runCli } from '../support/cli'
import { requireData } from '../support/data'
import { useTestFolder } from '../support/studyFolder'

interface Listed {
  readonly choice: string
  readonly decision: { readonly backend: string; readonly reason: string; readonly detail: string } | null
  readonly backends: readonly BackendStatus[]
}

let home: string
beforeEach(() => void (home = mkdtempSync(join(tmpdir(), 'sparsecap-backends-'))))
afterEach(() => rmSync(home, { recursive: true, force: true }))

describe('sparsecap backends', () => {
  const run = (...words: string[]) => runCli(['backends', ...words], { SPARSECAP_HOME: home })
  const list = async (...words: string[]): Promise<Listed> =>
    JSON.parse((await run(...words, '--json')).stdout) as Listed

  test('lists all of them before any was tried, with what is missing and how it is had', async () => {
    const { code, stdout } = await run()
    expect(code).toBe(0)
    expect(stdout).toMatch(/^cpu +untried/m)
    expect(stdout).toMatch(/^tensorflow-gpu +missing .*install tensorflow-gpu/m)
    expect(stdout).toMatch(/^webgpu +missing .*only in the window/m)
    expect(stdout).toContain('tried before the next learning')
    expect((await list()).decision).toBeNull()
  })

  test('tests them with figures, keeps what it found, and the fastest is the default', async () => {
    const { code, stderr, stdout } = await run('--check')
    expect(code).toBe(0)
    expect(stderr).toMatch(/checking cpu.*checking wasm/s)
    expect(stdout).toMatch(/^wasm +usable +\d+(\.\d)? ms +\d\.\de-[4-9]/m)
    const { decision, backends } = await list()
    const usable = backends.filter(({ state }) => state === 'usable')
    expect(usable.map(({ name }) => name)).toEqual(['cpu', 'wasm'])
    for (const { worstError, stepMs } of usable) {
      expect(worstError).toBeLessThan(1e-3)
      expect(stepMs).toBeGreaterThan(0.1)
    }
    const fastest = usable.toSorted((a, b) => a.stepMs! - b.stepMs!)[0]!
    expect(decision).toMatchObject({ backend: fastest.name, reason: 'fastest' })
  })

  test('a choice is kept; one that does not work here is kept too, and the reason is told', async () => {
    await run('--check', 'wasm')
    expect((await list()).backends.find(({ name }) => name === 'cpu')?.state).toBe('untried')
    expect(await list('use', 'wasm')).toMatchObject({ choice: 'wasm', decision: { backend: 'wasm', reason: 'chosen' } })
    const { stdout, code } = await run('use', 'webgpu')
    expect(stdout).toContain(
      'webgpu was chosen, but does not work here (webgpu runs only in the window, not on the command line)',
    )
    expect(code).toBe(2)
    expect(await list('use', 'auto')).toMatchObject({ choice: 'auto', decision: { reason: 'only' } })
  })

  test.each([
    [['use', 'abacus'], 'There is no backend named abacus'],
    [['use'], 'name one backend'],
    [['--check', 'gpu'], 'There is no backend named gpu'],
  ])('%j is refused with the names that there are', async (words, message) => {
    const { code, stderr } = await run(...words)
    expect(code).toBe(1)
    expect(stderr).toContain(message)
    expect(stderr).toContain('cpu, tensorflow-gpu, webgpu, wasm')
  })

  test.each([
    [['install', 'cpu'], /cpu comes with the program and is always there\.\nOnly tensorflow-gpu/],
    [['remove', 'wasm'], /wasm comes with the program and cannot be removed/],
    [['wasm'], /says neither test nor use\.\n"sparsecap backends --check wasm" tests it/],
    [['foo'], /There is no "backends foo"\.\nThere is "sparsecap backends" with --check, use, install or remove/],
  ])('%j is refused with what was meant', async (words, message) => {
    const { code, stderr } = await run(...words)
    expect(code).toBe(1)
    expect(stderr).toMatch(message)
  })

  test('where the home takes nothing the test counts all the same, and says that it could not be kept', async () => {
    writeFileSync(join(home, 'file'), '')
    const nowhere = { SPARSECAP_HOME: join(home, 'file', 'home') }
    const { code, stdout } = await runCli(['backends', '--check', 'wasm'], nowhere)
    expect(code).toBe(0)
    expect(stdout).toMatch(/^wasm +usable/m)
    expect(stdout).toMatch(/Learns on wasm/)
    expect(stdout).toMatch(/could not be kept for the next time: .*home/)
  })

  test('one that crashed says what tries it again; one that was ended from outside is tried by the next learning', async () => {
    await run('--check', 'cpu')
    const path = join(home, 'backends.json')
    const crashed = readFileSync(path, 'utf8').replace('"usable"', '"crashed"')
    writeFileSync(path, crashed.replace('"detail": ""', '"detail": "its process ended with SIGSEGV"'))
    expect((await run()).stdout).toMatch(/^cpu +crashed .*SIGSEGV; "sparsecap backends --check cpu" tries it again$/m)
    expect((await run('--check', 'cpu')).stdout).toMatch(/^cpu +usable/m)
    writeFileSync(path, crashed.replace('"detail": ""', '"detail": "memory was full", "passing": true'))
    expect((await run()).stdout).toMatch(/memory was full; .* tries it again, as the next learning does$/m)
  })

  test('what is left of TensorFlow is removed, with its size', async () => {
    mkdirSync(join(home, 'tensorflow', 'downloads'), { recursive: true })
    writeFileSync(join(home, 'tensorflow', 'downloads', 'half.part'), new Uint8Array(5_000_000))
    expect((await run('remove', 'tensorflow-gpu')).stdout).toMatch(/^TensorFlow was removed: 5 MB are free again/)
    expect((await run('remove', 'tensorflow-gpu')).stdout).toMatch(/^TensorFlow was not in place/)
  })

  test('a damaged record is a fresh start', async () => {
    await run('use', 'wasm')
    writeFileSync(join(home, 'backends.json'), '{"schemaVersion":1,"choice"')
    expect(await list()).toMatchObject({ choice: 'auto', decision: null })
  })
})

const data = requireData('eegmmidb')
const folder = useTestFolder()

describe.skipIf(!data)('choosing electrodes where a backend dies', () => {
  const earlierHome = process.env['SPARSECAP_HOME']
  beforeEach(() => void (process.env['SPARSECAP_HOME'] = home))
  afterEach(() => void (process.env['SPARSECAP_HOME'] = earlierHome))

  const quiet = { cancellation: { requested: false }, progress: () => undefined, report: () => undefined }
  async function prepare(change: Partial<SelectionRequest>) {
    const study = folder.open(join(folder.path, 'study'), true)
    const paths = ['R06', 'R10', 'R14'].map((name) => join(data!, 'S001', `S001${name}.edf`))
    await importRecordings(study, { paths }, quiet)
    const request: SelectionRequest = {
      subject: 'S001',
      recordingIds: study.recordings.list().map(({ id }) => id),
      classes: ['both-fists', 'both-feet'],
      electrodes: 3,
      candidates: ['FC3', 'FCz', 'FC4', 'C3', 'Cz', 'C4'],
      ...{ keep: [], avoid: [], seed: 1, steps: 60, shuffleLabels: false },
      ...change,
    }
    return { study, request }
  }

  test('a job whose process went with its backend goes on in another one, and says since which step', async () => {
    const { study, request } = await prepare({ backend: 'wasm' })
    const checkpoints: SelectionCheckpoint[] = []
    const heard: (string | null)[] = []
    const whole = await selectElectrodes(study, request, {
      ...quiet,
      announce: (name) => void heard.push(name),
      keep: (checkpoint) => void checkpoints.push(structuredClone(checkpoint)),
    })
    expect(new Set(heard)).toEqual(new Set(['wasm', null]))
    expect(heard.at(-1)).toBeNull()
    const checkpoint = checkpoints[0]!
    const step = checkpoint.learning.points.length
    const lost = [{ backend: 'wasm', step, why: 'its process ended with SIGSEGV' }] as const
    const reports: SelectionReport[] = []
    const resumed = await selectElectrodes(study, request, {
      ...quiet,
      report: (report) => void reports.push(report),
      resume: { lost, checkpoint },
    })
    expect(resumed.report.learnedOn).toMatchObject({
      backend: 'cpu',
      reason: 'fallback',
      switches: [{ from: 'wasm', to: 'cpu', step, why: 'its process ended with SIGSEGV' }],
    })
    expect(reports[0]!.points.length).toBeGreaterThan(step)
    expect(reports[0]!.memory?.predictedBytes).toBeGreaterThan(1e6)
    expect(resumed.report.points.slice(0, step)).toEqual(checkpoint.learning.points)
    expect(resumed.electrodes).toEqual(whole.electrodes)
  })

  test('a backend that is asked for and cannot run is refused before any signal is prepared', async () => {
    const { study, request } = await prepare({ backend: 'tensorflow-gpu' })
    const steps: string[] = []
    const context = { ...quiet, progress: ({ step }: { step: string }) => void steps.push(step) }
    await expect(selectElectrodes(study, request, context)).rejects.toMatchObject({
      code: 'learner/unsupported',
      data: { message: /does not work here: tensorflow-gpu is/ },
    })
    expect(steps).not.toContain('select_preparing')
  })

  test('goes on with another from where it was, says so, and does not come back to the one that died', async () => {
    const { study, request } = await prepare({ steps: 24 })
    const reports: SelectionReport[] = []
    const context = { ...quiet, report: (report: SelectionReport) => void reports.push(report) }
    const asked = { ...request, backend: 'webgpu' as const }
    const elsewhere = { webgpu: { lack: async () => null, openPort: async () => openMortal(17) } }
    const result = await selectElectrodes(study, asked, { ...context, elsewhere })

    const change = { from: 'webgpu', to: 'cpu', step: 16, why: 'the page went away' }
    expect(result.backend).toBe('cpu')
    expect(result.report.learnedOn).toMatchObject({ backend: 'cpu', reason: 'fallback', switches: [change] })
    expect(reports[0]!.learnedOn).toMatchObject({ backend: 'webgpu', reason: 'chosen', switches: [] })
    expect(reports.some(({ stage, learnedOn }) => stage === 'selecting' && learnedOn!.switches.length === 1)).toBe(true)
    expect(result.report.points.map(({ step }) => step).slice(0, 24)).toEqual(
      Array.from({ length: 24 }, (_, i) => i + 1),
    )
    const { provenance } = study.models.load(result.modelId)
    expect(provenance).toMatchObject({ backend: 'cpu', learnedOn: { switches: [change] } })
    const kept = JSON.parse(readFileSync(join(home, 'backends.json'), 'utf8')) as {
      machines: { backends: { name: string; state: string; detail: string }[] }[]
    }
    expect(kept.machines[0]!.backends.find(({ name }) => name === 'webgpu')).toMatchObject({
      state: 'crashed',
      detail: 'the page went away',
    })

    // The same learning on the one that took over: both agree within rounding, so the choice is the same.
    const alone = await selectElectrodes(study, { ...request, backend: 'cpu' }, context)
    expect(alone.electrodes).toEqual(result.electrodes)
    await expect(selectElectrodes(study, asked, { ...context, elsewhere })).rejects.toMatchObject({
      code: 'learner/unsupported',
      data: { message: /webgpu crashed here: the page went away/ },
    })
  })
})

/** A page that serves TensorFlow.js learners and is gone at a step of a learning; its self-test it survives. */
function openMortal(lastStep: number): LearnerPort {
  let hear: (message: unknown) => void = () => undefined
  let serve: (message: unknown) => void = () => undefined
  let lose: (why: string) => void = () => undefined
  let steps = 0
  let channels = 0
  void serveLearners(
    {
      post: (message) => void setImmediate(() => hear(structuredClone(message))),
      onMessage: (listener) => void (serve = listener),
      onLost: () => undefined,
      close: () => undefined,
    },
    async () => {
      const { tf, device } = await loadWasmBackend()
      const create = async (spec: Parameters<typeof createTfLearner>[1]) =>
        createTfLearner(tf, spec, { backend: 'webgpu' })
      return { backend: 'webgpu', device, accelerated: true, create }
    },
  )
  return {
    post(message) {
      const { call, ask } = message as { call: string; ask: { spec?: { channels: number } } }
      if (call === 'create') channels = ask.spec!.channels
      // The yardstick has 64 channels: only the learning itself counts.
      if (call === 'step' && channels === 6 && ++steps === lastStep) return lose('the page went away')
      setImmediate(() => serve(structuredClone(message)))
    },
    onMessage: (listener) => void (hear = listener),
    onLost: (listener) => void (lose = listener),
    close: () => undefined,
  }
}
