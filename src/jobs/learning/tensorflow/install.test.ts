import { hostname, tmpdir } from 'node:os'
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it, test, vi } from 'vitest'
import { createFakeWheel, writeFakeCompiler, writeFakePackage } from '../../../../test/support/fakeTensorflow'
import { startFileServer, type FileServer } from '../../../../test/support/fileServer'
import type { Progress } from '../../../core/domain/job'
import { downloadsFolder, findInstallation, tensorflowFolder } from './installation'
import { describeInstallation } from './needs'
import { previousOf } from './placing'
import { installTensorflow, uninstallTensorflow, type InstallRequest, type InstallSources } from './install'

// What a test of the whole on Linux needs; the same code refuses every other system before it does anything.
const onLinux = describe.runIf(process.platform === 'linux' && process.arch === 'x64')
const { wheel, bytes } = createFakeWheel()
const card = createFakeWheel({ forCard: true })

const ownLibrary = (kind: string): string => `/tensorflow/libtensorflow/libtensorflow-${kind}-linux-x86_64-2.9.1.tar.gz`
const ownBinding = '/bindings/napi-v8/4.22.0/GPU-linux-4.22.0.tar.gz'

let folder: string
let home: string
let server: FileServer
let sources: InstallSources
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'install-'))
  home = join(folder, 'home')
  const page = `<a href="/${wheel.file}">${wheel.file}</a>`
  const own = [ownLibrary('gpu'), ownLibrary('cpu'), ownBinding]
  const files = new Map<string, Uint8Array | string>([[`/${wheel.file}`, bytes]])
  files.set('/simple/tensorflow-cpu/', page)
  files.set(`/${card.wheel.file}`, card.bytes)
  files.set('/simple/tensorflow/', `<a href="/${card.wheel.file}">${card.wheel.file}</a>`)
  for (const path of own) files.set(path, new Uint8Array(1))
  server = await startFileServer(files)
  sources = {
    packageFolder: writeFakePackage(join(folder, 'program')),
    wheels: { cpu: [wheel], gpu: [card.wheel] },
    findIndex: async () => ({
      url: `${server.url}/simple`,
      route: { connectMs: 500, idleMs: 500 },
      folders: [],
    }),
  }
  writeFakeCompiler(join(folder, 'compiler'))
  vi.stubEnv('CXX', join(folder, 'compiler'))
})
afterEach(async () => {
  vi.unstubAllEnvs()
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const request = (more: Partial<InstallRequest> = {}): InstallRequest => ({
  home,
  cancellation: { requested: false },
  progress: () => undefined,
  source: 'wheel',
  cuda: false,
  ...more,
})
const install = (more: Partial<InstallRequest> = {}) => installTensorflow(request(more), sources)
const loads = (): number => server.asked.filter(({ path }) => path.endsWith('.whl')).length
const inPackage = (path: string): string => join(findInstallation(home)!.packageFolder, path)

onLinux('putting TensorFlow in place from the wheel', () => {
  it('brings the package with what it requires, the libraries, the headers and the compiled link', async () => {
    const steps: Progress[] = []
    const { packageFolder, folder: place } = await install({ progress: (step) => steps.push(step) })
    expect(readFileSync(join(packageFolder, 'deps/lib/libtensorflow_cc.so.2')).length).toBe(400_000)
    expect(readFileSync(inPackage('deps/lib/libtensorflow_framework.so.2'), 'utf8')).toBe('framework')
    expect(existsSync(inPackage('deps/include/tensorflow/c/c_api.h'))).toBe(true)
    expect(existsSync(inPackage('deps/licences/tensorflow_cpu-2.15.1.txt'))).toBe(true)
    expect(readdirSync(inPackage('deps')).sort()).toEqual(['include', 'lib', 'licences'])
    expect(readdirSync(inPackage('dist'))).toEqual(['index.js'])
    expect(readFileSync(inPackage('lib/napi-v8/tfjs_binding.node'), 'utf8')).toBe('compiled\n')
    expect(createRequire(join(place, 'package.json'))(packageFolder)).toEqual({ long: 64 })
    expect(existsSync(join(place, 'node_modules/@tensorflow/tfjs/dist/tf.js'))).toBe(false)
    expect(readdirSync(tensorflowFolder(home))).toEqual([place.split('/').at(-1)])
    const last = steps.filter(({ step }) => step === 'tensorflow_loading').at(-1)!
    expect(last).toMatchObject({ done: bytes.length, total: bytes.length })
    expect(steps.at(-1)).toMatchObject({ step: 'tensorflow_unpacking' })
  })

  it('does nothing the second time, and finds and repairs what was cut, altered or lost', async () => {
    await install()
    await install()
    expect(loads()).toBe(1)
    const library = inPackage('deps/lib/libtensorflow_cc.so.2')
    const sound = readFileSync(library)
    writeFileSync(library, sound.subarray(0, 1000))
    expect(findInstallation(home)).toBeNull()
    await install()
    expect(readFileSync(library).equals(sound)).toBe(true)
    // Of the same size, so only its date and its bytes tell.
    writeFileSync(
      library,
      sound.map((byte) => byte ^ 1),
    )
    await install()
    expect(readFileSync(library).equals(sound)).toBe(true)
    rmSync(inPackage('dist/index.js'))
    await install()
    expect(existsSync(inPackage('dist/index.js'))).toBe(true)
    expect(loads()).toBe(4)
    utimesSync(library, 1, 1)
    await install()
    expect(loads()).toBe(4)
  })

  it('goes on after it was killed: with what was loaded, without what was half built, past a dead lock', async () => {
    mkdirSync(join(tensorflowFolder(home), '.unfinished-4000000', 'x'), { recursive: true })
    mkdirSync(downloadsFolder(home))
    writeFileSync(join(downloadsFolder(home), `${wheel.file}.part`), bytes.subarray(0, 5_000))
    const dead = { pid: 4_000_000, host: hostname(), startedAtMs: 0, processStart: null }
    writeFileSync(join(tensorflowFolder(home), 'install.lock'), JSON.stringify(dead))
    await install()
    expect(server.asked.at(-1)).toEqual({ path: `/${wheel.file}`, range: 'bytes=5000-' })
    expect(readdirSync(tensorflowFolder(home))).toHaveLength(1)
  })

  it('for a card brings a library that has code for it; one for a card stays, unless one without is asked for', async () => {
    expect(await install({ cuda: true })).toMatchObject({ source: 'wheel', cuda: true, forCard: true })
    await install({ cuda: undefined })
    expect(loads()).toBe(1)
    expect(await install({ cuda: false })).toMatchObject({ cuda: false })
    await install({ cuda: false })
    expect(loads()).toBe(2)
  })

  it('is there although it was killed between moving the old one aside and putting the new one in its place', async () => {
    const { folder: place } = await install()
    const others = join(tensorflowFolder(home), '.unfinished-4000000')
    renameSync(place, previousOf(place))
    mkdirSync(others)
    const found = findInstallation(home)!
    expect(createRequire(join(found.folder, 'package.json'))(found.packageFolder)).toEqual({ long: 64 })
    await install()
    expect(loads()).toBe(1)
    // The next one that builds tidies up first; when it fails, the one before is back in its place.
    writeFakeCompiler(join(folder, 'compiler'))
    writeFileSync(join(folder, 'compiler'), '#!/bin/sh\nexit 1\n')
    await expect(install({ cuda: true })).rejects.toMatchObject({ code: 'install/failed' })
    expect(readdirSync(tensorflowFolder(home)).sort()).toEqual([place.split('/').at(-1), 'downloads'])
    expect(findInstallation(home)?.folder).toBe(place)
  })

  it('is cancelled within a second, whatever it is at, and keeps what was loaded', async () => {
    server.behave({ silentAfter: 3_000 })
    const slow = {
      ...sources,
      findIndex: async () => ({ ...(await sources.findIndex()), route: { connectMs: 9e4, idleMs: 9e4 } }),
    }
    await expectQuickCancel(() => installTensorflow(request({ cancellation }), slow))
    expect(readdirSync(tensorflowFolder(home))).toEqual(['downloads'])
    writeFakeCompiler(join(folder, 'compiler'), 30)
    await expectQuickCancel(() => install({ cancellation }))
    expect(readdirSync(tensorflowFolder(home))).toEqual(['downloads'])
    expect(findInstallation(home)).toBeNull()
    writeFakeCompiler(join(folder, 'compiler'))
    await install()
    expect(loads()).toBe(2)
  })

  it('takes a wheel from a folder that pip knows, unless it is another file', async () => {
    writeFileSync(join(folder, wheel.file), bytes)
    const offline = {
      ...sources,
      findIndex: async () => ({ url: 'http://127.0.0.1:1', route: { connectMs: 9, idleMs: 9 }, folders: [folder] }),
    }
    await installTensorflow(request(), offline)
    expect(loads()).toBe(0)
    expect(existsSync(join(folder, wheel.file))).toBe(true)
    uninstallTensorflow(home)
    expect(readdirSync(tensorflowFolder(home))).toEqual([])
    writeFileSync(
      join(folder, wheel.file),
      bytes.map((byte) => byte ^ 1),
    )
    await expect(installTensorflow(request(), offline)).rejects.toMatchObject({ code: 'install/altered' })
  })

  it('refuses before it loads anything: no compiler, no space', async () => {
    vi.stubEnv('CXX', '')
    vi.stubEnv('PATH', folder)
    await expect(install()).rejects.toMatchObject({
      code: 'install/no-compiler',
      data: { hint: 'Install g++ with your system’s package manager.' },
    })
    writeFakeCompiler(join(folder, 'apt-get'))
    await expect(install()).rejects.toMatchObject({ data: { values: { command: 'sudo apt-get install -y g++' } } })
    const vast = { ...sources, wheels: { cpu: [{ ...wheel, bytes: 1e15 }], gpu: [] } }
    await expect(installTensorflow(request(), vast)).rejects.toMatchObject({ code: 'disk/full' })
    expect(loads()).toBe(0)
  })

  it('says what the compiler said, and leaves nothing half built', async () => {
    writeFileSync(join(folder, 'compiler'), '#!/bin/sh\necho "error: unknown type name" >&2\nexit 1\n', { mode: 0o755 })
    await expect(install()).rejects.toMatchObject({
      code: 'install/failed',
      data: { detail: 'error: unknown type name\n' },
    })
    expect(readdirSync(tensorflowFolder(home))).toEqual(['downloads'])
  })

  it('is done by one program at a time', async () => {
    server.behave({ silentAfter: 1_000 })
    const first = install({ cancellation })
    await vi.waitFor(() => expect(loads()).toBe(1))
    await expect(install()).rejects.toMatchObject({ code: 'install/running' })
    cancellation.requested = true
    await expect(first).rejects.toMatchObject({ code: 'job/cancelled' })
  })
})

onLinux('the package’s own installer', () => {
  beforeEach(() => {
    vi.stubEnv('TFJS_NODE_CDN_STORAGE', `${server.url}/`)
    vi.stubEnv('npm_config_tfjs_binding_binary_host_mirror', `${server.url}/bindings`)
  })

  it('is run where both of its downloads are there', async () => {
    const { source } = await install({ source: undefined })
    expect(source).toBe('own-installer')
    expect(server.asked.map(({ path }) => path).sort()).toEqual([ownBinding, ownLibrary('cpu')])
    expect(readFileSync(inPackage('lib/napi-v8/tfjs_binding.node'), 'utf8')).toBe('install')
    expect(findInstallation(home)).toMatchObject({ cuda: false, forCard: false })
  })

  test.each([
    [false, 'cpu'],
    [true, 'gpu'],
  ])('with cuda %s it brings the library for that, once', async (cuda, kind) => {
    const first = await install({ source: undefined, cuda })
    expect(first).toMatchObject({ cuda, forCard: cuda })
    expect(server.asked.map(({ path }) => path)).toContain(ownLibrary(kind))
    const asked = server.asked.length
    await install({ source: undefined, cuda })
    expect(server.asked.length).toBe(asked)
    await install({ source: undefined, cuda: !cuda })
    expect(findInstallation(home)).toMatchObject({ cuda: !cuda })
  })

  it('is not believed: a library without code for the card is none for it, and is not fetched again and again', async () => {
    vi.stubEnv('MIRROR_KIND', 'cpu')
    const wish = { source: undefined, cuda: true }
    const installation = await install(wish)
    expect(installation).toMatchObject({ cuda: false, forCard: true })
    expect(describeInstallation(installation)).toContain('has no code for it')
    const asked = server.asked.length
    await install(wish)
    expect(server.asked.length).toBe(asked)
  })

  it('is left alone where one is missing: the wheel it is', async () => {
    vi.stubEnv('npm_config_tfjs_binding_binary_host_mirror', `${server.url}/nowhere`)
    expect((await install({ source: undefined })).source).toBe('wheel')
  })

  it('may fail, which is said with its last words', async () => {
    vi.stubEnv('FAIL', '1')
    await expect(install({ source: 'own-installer' })).rejects.toMatchObject({
      code: 'install/failed',
      data: { detail: 'cannot link\n' },
    })
    expect(findInstallation(home)).toBeNull()
  })
})

const cancellation = { requested: false }
beforeEach(() => void (cancellation.requested = false))

async function expectQuickCancel(start: () => Promise<unknown>): Promise<void> {
  cancellation.requested = false
  const running = start()
  await new Promise((resolve) => setTimeout(resolve, 400))
  const asked = performance.now()
  cancellation.requested = true
  await expect(running).rejects.toMatchObject({ code: 'job/cancelled' })
  expect(performance.now() - asked).toBeLessThan(1_000)
}
