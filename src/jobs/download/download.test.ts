import { createHash } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRandom } from '../../core/domain/random'
import { startFileServer, type FileServer } from '../../../test/support/fileServer'
import { installFailures } from '../learning/tensorflow/errors'
import { download, type DownloadOptions } from './download'

const random = createRandom(5)
const body = Uint8Array.from({ length: 300_000 }, () => random.integer(256))
const sha256 = createHash('sha256').update(body).digest('hex')

let folder: string
let server: FileServer
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'download-'))
  server = await startFileServer(new Map([['/a.whl', body]]))
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

const start = (more: Partial<DownloadOptions> & { path?: string; sha256?: string } = {}) => {
  const file = join(folder, 'a.whl')
  const route = { connectMs: 300, idleMs: 300 }
  const wanted = {
    url: `${server.url}${more.path ?? '/a.whl'}`,
    file,
    bytes: body.length,
    sha256: more.sha256 ?? sha256,
  }
  const options = {
    route,
    signal: new AbortController().signal,
    onBytes: () => undefined,
    pauseMs: 1,
    failures: installFailures,
    ...more,
  }
  return { file, done: download(wanted, options) }
}
const holds = (file: string, bytes: Uint8Array): boolean => readFileSync(file).equals(bytes)
const ranges = (): (string | undefined)[] => server.asked.map(({ range }) => range)

describe('a download', () => {
  it('brings the file and says how far it is', async () => {
    const counts: number[] = []
    const { file, done } = start({ onBytes: (count) => counts.push(count) })
    await done
    expect(holds(file, body)).toBe(true)
    expect(counts.at(-1)).toBe(body.length)
    expect([...counts].sort((a, b) => a - b)).toEqual(counts)
    expect(existsSync(`${file}.part`)).toBe(false)
  })

  it('goes on where the connection broke, as often as it brings something', async () => {
    server.behave(...Array.from({ length: 8 }, () => ({ dropAfter: 30_000 })))
    const { file, done } = start()
    await done
    expect(holds(file, body)).toBe(true)
    expect(server.asked.length).toBe(9)
    expect(ranges().slice(0, 2)[0]).toBeUndefined()
    for (const range of ranges().slice(1)) expect(range).toMatch(/^bytes=[1-9]\d*-$/)
  })

  it('is not done when the server ends in the middle as if that were all', async () => {
    server.behave({ endAfter: 100_000 })
    const { file, done } = start()
    await done
    expect(holds(file, body)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=100000-'])
  })

  it('does not wait for a server that has fallen silent', async () => {
    server.behave({ silentAfter: 50_000 })
    const { file, done } = start()
    await done
    expect(holds(file, body)).toBe(true)
    expect(ranges()).toEqual([undefined, 'bytes=50000-'])
  })

  it('goes on from what an earlier run left, and starts anew where the server knows no ranges', async () => {
    const part = join(folder, 'a.whl.part')
    writeFileSync(part, body.subarray(0, 200_000))
    await start().done
    expect(ranges()).toEqual(['bytes=200000-'])
    rmSync(join(folder, 'a.whl'))
    writeFileSync(part, body.subarray(0, 200_000))
    server.behave('whole')
    const { file, done } = start()
    await done
    expect(holds(file, body)).toBe(true)
  })

  it('throws away what is not the pinned file', async () => {
    server.behave('altered')
    const { file, done } = start()
    await expect(done).rejects.toMatchObject({ code: 'install/altered', data: { values: { expected: sha256 } } })
    expect(existsSync(file)).toBe(false)
    expect(existsSync(`${file}.part`)).toBe(false)
    await start().done
    expect(holds(file, body)).toBe(true)
  })

  it('gives up after five failures that brought nothing, and keeps what came before', async () => {
    server.behave({ dropAfter: 10_000 }, ...Array.from({ length: 9 }, () => ({ status: 503 })))
    const { file, done } = start()
    await expect(done).rejects.toMatchObject({ code: 'install/offline', data: { detail: 'it answered 503' } })
    expect(server.asked.length).toBe(5)
    expect(holds(`${file}.part`, body.subarray(0, 10_000))).toBe(true)
  })

  it('says when the server does not have the file, and when there is no server', async () => {
    await expect(start({ path: '/b.whl' }).done).rejects.toMatchObject({ code: 'install/not-found' })
    const { url } = server
    await server.close()
    await expect(start().done).rejects.toMatchObject({
      code: 'install/offline',
      data: { values: { host: new URL(url).host }, detail: 'ECONNREFUSED' },
    })
  })

  it('ends at once when it is stopped', async () => {
    server.behave({ silentAfter: 1_000 })
    const controller = new AbortController()
    const { done } = start({ signal: controller.signal, route: { connectMs: 60_000, idleMs: 60_000 } })
    setTimeout(() => controller.abort(new Error('stopped')), 50)
    const started = performance.now()
    await expect(done).rejects.toThrow()
    expect(performance.now() - started).toBeLessThan(1_000)
  })

  it('says that the disk is full', async () => {
    const { done } = start()
    await done
    rmSync(join(folder, 'a.whl'))
    // A device that is always full.
    if (process.platform !== 'linux') return
    const { symlinkSync } = await import('node:fs')
    symlinkSync('/dev/full', join(folder, 'a.whl.part'))
    await expect(start().done).rejects.toMatchObject({ code: 'disk/full' })
  })
})
