import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFileServer, type FileServer } from '../../../../test/support/fileServer'
import { locateWheel, parsePipSettings, type PackageIndex } from './packageIndex'
import { cpuWheels } from './pins'

const wheel = cpuWheels[0]!
const { signal } = new AbortController()

let folder: string
let server: FileServer | null
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'index-'))
  server = null
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server?.close()
})
const toIndex = (url: string, folders: string[] = []): PackageIndex => ({
  url,
  route: { connectMs: 500, idleMs: 500 },
  folders,
})

describe('pip’s settings', () => {
  it('are read by name; what is nearer to the person wins', () => {
    const text = [
      ":env:.index-url='https://mirror.example/simple'",
      ":env:.no-cache-dir='1'",
      "global.cert='/etc/ssl/own.crt'",
      "global.index-url='https://pypi.example/simple'",
      "global.find-links='\\n/one\\n/two'",
      "install.index-url='https://other.example'",
    ].join('\n')
    expect(parsePipSettings(text)).toMatchObject({
      'index-url': 'https://mirror.example/simple',
      cert: '/etc/ssl/own.crt',
      'find-links': '/one /two',
    })
  })
})

describe('a wheel', () => {
  it('is found on the index’s page, by a relative address too', async () => {
    const page = `<!DOCTYPE html><a href="../../files/other-1.whl#sha256=1">other</a>
      <a data-requires-python="&gt;=3.9" href="../../files/${wheel.file}?a=1&amp;b=2#sha256=${wheel.sha256}">${wheel.file}</a>`
    server = await startFileServer(new Map([['/simple/tensorflow-cpu/', page]]))
    const place = await locateWheel(toIndex(`${server.url}/simple`), wheel, signal)
    expect(place).toBe(`${server.url}/files/${wheel.file}?a=1&b=2`)
  })

  it('is taken from a folder that pip looks into', async () => {
    writeFileSync(join(folder, wheel.file), '')
    expect(await locateWheel(toIndex('http://127.0.0.1:1', [folder]), wheel, signal)).toBe(join(folder, wheel.file))
  })

  it('may be missing there, or the index out of reach, which are told apart', async () => {
    server = await startFileServer(new Map([['/simple/tensorflow-cpu/', '<a href="x.whl">x</a>']]))
    const index = toIndex(`${server.url}/simple`)
    await expect(locateWheel(index, wheel, signal)).rejects.toMatchObject({ code: 'install/not-found' })
    await expect(locateWheel(toIndex(server.url), wheel, signal)).rejects.toMatchObject({ code: 'install/not-found' })
    await server.close()
    await expect(locateWheel(index, wheel, signal)).rejects.toMatchObject({ code: 'install/offline' })
    server = null
  })
})
