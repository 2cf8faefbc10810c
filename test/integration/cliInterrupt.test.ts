import { spawn } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { cpuWheels } from '../../src/jobs/learning/tensorflow/pins'
import { writeFakeCompiler } from '../support/fakeTensorflow'
import { startFileServer, type FileServer } from '../support/fileServer'
import { hasTerminal, startInTerminal } from '../support/terminal'

const script = resolve(import.meta.dirname, '../../scripts/sparsecap.mjs')
const words = [process.execPath, script, 'backends', 'install', 'tensorflow-gpu', '--cpu']
const [wheel] = cpuWheels
const patience = { timeout: 60_000, interval: 20 }

let folder: string
let server: FileServer
let env: NodeJS.ProcessEnv
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'sparsecap-interrupt-'))
  // A download that never ends.
  server = await startFileServer(
    new Map<string, Uint8Array | string>([
      [`/${wheel!.project}/`, `<a href="/${wheel!.file}">${wheel!.file}</a>`],
      [`/${wheel!.file}`, new Uint8Array(9_000)],
    ]),
  )
  server.behave({ silentAfter: 1_000 })
  writeFakeCompiler(join(folder, 'compiler'))
  env = {
    ...process.env,
    SPARSECAP_HOME: join(folder, 'home'),
    PIP_INDEX_URL: server.url,
    PIP_FIND_LINKS: '',
    TFJS_NODE_CDN_STORAGE: `${server.url}/`,
    CXX: join(folder, 'compiler'),
  }
})
afterEach(async () => {
  await server.close()
  rmSync(folder, { recursive: true, force: true })
})

const tensorflow = (): string => join(folder, 'home', 'tensorflow')
const isLoading = (): void => expect(server.asked.some(({ path }) => path === `/${wheel!.file}`)).toBe(true)
const onLinux = process.platform === 'linux' && process.arch === 'x64'

describe.runIf(onLinux)('a command that the script runs', () => {
  test.runIf(hasTerminal)('is cancelled by one Ctrl-C, within a second or two, and leaves no lock', async () => {
    const program = startInTerminal(words, env)
    await vi.waitFor(isLoading, patience)
    const pressed = performance.now()
    program.press()
    expect(await program.ended, program.output).toBe(130)
    expect(performance.now() - pressed).toBeLessThan(2_000)
    expect(program.output.match(/Cancelling…/g)).toHaveLength(1)
    expect(program.output).toContain('was cancelled. It goes on from there.')
    expect(readdirSync(tensorflow())).toEqual(['downloads'])
  })

  test('ends cleanly when the script is killed', async () => {
    const parent = spawn(words[0]!, words.slice(1), { env, stdio: 'ignore' })
    await vi.waitFor(isLoading, patience)
    const lock = join(tensorflow(), 'install.lock')
    const { pid } = JSON.parse(readFileSync(lock, 'utf8')) as { pid: number }
    expect(pid).not.toBe(parent.pid)
    parent.kill('SIGKILL')
    await vi.waitFor(() => expect(existsSync(lock)).toBe(false), { timeout: 3_000, interval: 20 })
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow('ESRCH'), { timeout: 3_000, interval: 20 })
    expect(readdirSync(tensorflow())).toEqual(['downloads'])
  })
})
