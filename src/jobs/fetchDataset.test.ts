import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { zipSync } from 'fflate'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startFileServer, type FileServer } from '../../test/support/fileServer'
import { requireData } from '../../test/support/data'
import type { Progress } from '../core/domain/job'
import { createRandom } from '../core/domain/random'
import { datasetRecipe } from '../core/formats/datasetRules'
import { fetchDataset, type FetchParts, type FetchRequest } from './fetchDataset'
import { checksumsOf } from './fetchDatasetChecksums'

const random = createRandom(7)
const bodies = Array.from({ length: 4 }, () => Uint8Array.from({ length: 90_000 }, () => random.integer(256)))
const names = ['S001/S001R04.edf', 'S001/S001R08.edf', 'S002/S002R04.edf', 'S002/S002R08.edf']
const shaOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

let folder: string
let server: FileServer
const served = new Map<string, Uint8Array>()
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fetch-'))
  served.clear()
  names.forEach((name, i) => served.set(`/${name}`, bodies[i]!))
  server = await startFileServer(served)
})
afterEach(async () => {
  rmSync(folder, { recursive: true, force: true })
  await server.close()
})

const request: FetchRequest = { dataset: 'eegmmidb', subjects: ['S001', 'S002'], runs: ['R04', 'R08'] }
const partsOf = (id: string, more: Partial<FetchParts> = {}): FetchParts => {
  const recipe = datasetRecipe(id)
  const sums = new Map(names.map((name, i) => [name.slice(5, 12), shaOf(bodies[i]!)]))
  return {
    recipe: { ...recipe, source: { ...recipe.source, base: `${server.url}/` } },
    checksumOf: ({ subject, run }) => sums.get(subject + run),
    ...{ route: { connectMs: 400, idleMs: 400 }, connections: 1, pauseMs: 1, ...more },
  }
}
const start = (
  more: { cancellation?: { requested: boolean }; parts?: Partial<FetchParts>; request?: FetchRequest } = {},
) => {
  const heard: Progress[] = []
  const context = {
    cancellation: more.cancellation ?? { requested: false },
    progress: (one: Progress) => void heard.push(one),
  }
  const wanted = { ...request, ...more.request, folder }
  return { heard, done: fetchDataset(wanted, context, partsOf(wanted.dataset, more.parts)) }
}
const holds = (name: string, i: number): boolean => readFileSync(join(folder, name)).equals(bodies[i]!)

describe('a download of a data set', () => {
  it('brings the files of the choice, and says bytes and files', async () => {
    const { heard, done } = start()
    const result = await done
    expect(result).toMatchObject({
      fetched: 4,
      present: 0,
      refused: [],
      paths: names.map((name) => join(folder, name)),
    })
    names.forEach((name, i) => expect(holds(name, i)).toBe(true))
    expect(heard.at(-1)).toMatchObject({
      step: 'fetch_file',
      done: 360_000,
      total: 360_000,
      values: { number: 4, files: 4 },
    })
    expect(existsSync(join(folder, '.fetch.lock'))).toBe(false)
  })

  it('leaves what is there and sound, and loads a spoilt file anew', async () => {
    await start().done
    writeFileSync(join(folder, names[2]!), 'spoilt')
    const before = server.asked.length
    expect(await start().done).toMatchObject({ fetched: 1, present: 3 })
    expect(server.asked.slice(before).map(({ path }) => path)).toEqual([`/${names[2]}`])
    expect(holds(names[2]!, 2)).toBe(true)
  })

  it('goes on after a kill from the byte where it was', async () => {
    mkdirSync(join(folder, 'S001'))
    writeFileSync(join(folder, `${names[0]}.part`), bodies[0]!.subarray(0, 40_000))
    expect(await start().done).toMatchObject({ fetched: 4, refused: [] })
    expect(server.asked[0]).toEqual({ path: `/${names[0]}`, range: 'bytes=40000-' })
    expect(holds(names[0]!, 0)).toBe(true)
  })

  it.each([
    ['drops the connection', { dropAfter: 30_000 }],
    ['ends in the middle', { endAfter: 30_000 }],
    ['falls silent', { silentAfter: 30_000 }],
    ['answers 503 for a while', { status: 503 }],
  ] as const)('survives a server that %s', async (_, behaviour) => {
    server.behave(behaviour)
    const { done } = start()
    const result = await done
    // Without a length and without an error a cut file can only be told by its checksum.
    expect(result).toMatchObject({ fetched: 4, refused: [] })
    names.forEach((name, i) => expect(holds(name, i)).toBe(true))
  })

  it('starts a file anew where the server knows no ranges', async () => {
    mkdirSync(join(folder, 'S001'))
    writeFileSync(join(folder, `${names[0]}.part`), bodies[0]!.subarray(0, 40_000))
    server.behave('whole')
    expect(await start().done).toMatchObject({ fetched: 4 })
    expect(holds(names[0]!, 0)).toBe(true)
  })

  it('takes what was whole already when it was killed before it said so', async () => {
    mkdirSync(join(folder, 'S001'))
    writeFileSync(join(folder, `${names[0]}.part`), bodies[0]!)
    server.behave({ status: 416 })
    expect(await start().done).toMatchObject({ fetched: 4, refused: [] })
    expect(holds(names[0]!, 0)).toBe(true)
  })

  it('fetches a wrong file once more, and takes the second when it is right', async () => {
    server.behave('altered')
    expect(await start().done).toMatchObject({ fetched: 4, refused: [] })
    expect(server.asked.filter(({ path }) => path === `/${names[0]}`).length).toBe(2)
  })

  it('refuses a file that is wrong twice, names it, leaves nothing of it, and goes on', async () => {
    server.behave('altered', 'altered')
    const result = await start().done
    expect(result.fetched).toBe(3)
    expect(result.refused).toMatchObject([
      {
        fileName: 'S001R04.edf',
        state: 'refused',
        error: { code: 'fetch/altered', values: { expected: shaOf(bodies[0]!) } },
      },
    ])
    expect(existsSync(join(folder, names[0]!))).toBe(false)
    expect(existsSync(join(folder, `${names[0]}.part`))).toBe(false)
  })

  it('names a file that the server does not have, and goes on', async () => {
    served.delete(`/${names[1]}`)
    const result = await start().done
    expect(result.fetched).toBe(3)
    expect(result.refused).toMatchObject([{ fileName: 'S001R08.edf', error: { code: 'fetch/not-found' } }])
  })

  it('says that the server cannot be had, from which file on, and keeps what came', async () => {
    server.behave('sound', { dropAfter: 10_000 }, ...Array.from({ length: 9 }, () => ({ status: 503 })))
    const result = await start().done
    expect(result).toMatchObject({ fetched: 1, paths: [join(folder, names[0]!)] })
    expect(result.refused).toMatchObject([
      {
        fileName: 'S001R08.edf',
        error: { code: 'fetch/offline', values: { missing: 3, why: 'it answered 503', file: 'S001R08.edf' } },
      },
    ])
    const { url } = server
    await server.close()
    const offline = await fetchDataset(
      { ...request, folder },
      { cancellation: { requested: false }, progress: () => undefined },
      {
        ...partsOf('eegmmidb'),
        recipe: { ...datasetRecipe('eegmmidb'), source: { ...datasetRecipe('eegmmidb').source, base: `${url}/` } },
      },
    )
    expect(offline.refused).toMatchObject([
      { error: { code: 'fetch/offline', values: { why: 'ECONNREFUSED', missing: 3 } } },
    ])
  })

  it('ends within a second when it is cancelled, and goes on from there the next time', async () => {
    server.behave({ silentAfter: 50_000 })
    const cancellation = { requested: false }
    const { done } = start({ cancellation, parts: { route: { connectMs: 60_000, idleMs: 60_000 } } })
    setTimeout(() => (cancellation.requested = true), 150)
    const failure = done.then(
      () => null,
      (thrown: unknown) => thrown,
    )
    const startedMs = performance.now()
    expect(await failure).toMatchObject({ code: 'job/cancelled' })
    expect(performance.now() - startedMs).toBeLessThan(1_150)
    expect(await start().done).toMatchObject({ fetched: 4 })
    expect(server.asked[1]!.range).toBe('bytes=50000-')
  })

  it('is not begun twice at once in the same folder', async () => {
    server.behave({ silentAfter: 1_000 })
    const first = start()
    await expect(start().done).rejects.toMatchObject({ code: 'fetch/running' })
    await first.done
  })

  it('takes several files at once', async () => {
    expect(await start({ parts: { connections: 3 } }).done).toMatchObject({ fetched: 4, refused: [] })
    names.forEach((name, i) => expect(holds(name, i)).toBe(true))
  })

  it('unpacks the chosen files of an archive, which is loaded and proven once', async () => {
    const zip = zipSync({ 'A01T.gdf': bodies[0]!, 'A02T.gdf': [bodies[1]!, { level: 0 }] })
    served.set('/BCICIV_2a_gdf.zip', zip)
    const recipe = datasetRecipe('bci-iv-2a')
    const archive = { ...recipe.source.archive!, sha256: shaOf(zip) }
    const parts = {
      recipe: { ...recipe, source: { ...recipe.source, base: `${server.url}/`, archive } },
      checksumOf: () => undefined,
    }
    const wanted = { dataset: 'bci-iv-2a', subjects: ['A01'], runs: ['T'] } as const
    expect(await start({ request: wanted, parts }).done).toMatchObject({ fetched: 1, refused: [] })
    expect(holds('A01T.gdf', 0)).toBe(true)
    const more = await start({ request: { ...wanted, subjects: ['A01', 'A02', 'A03'] }, parts }).done
    expect(more).toMatchObject({
      fetched: 1,
      present: 1,
      refused: [{ fileName: 'A03T.gdf', error: { code: 'fetch/not-found' } }],
    })
    expect(holds('A02T.gdf', 1)).toBe(true)
    expect(server.asked.length).toBe(1)
  })
})

describe('the published checksums of EEGMMIDB', () => {
  const checksumOf = checksumsOf(datasetRecipe('eegmmidb'))
  const list = requireData('eegmmidb/OFFICIAL_SHA256_from_mne-python.txt')

  it.skipIf(list === null)('are those of the published list, all 1526', () => {
    const lines = [...readFileSync(list!, 'utf8').matchAll(/^S\d+\/(S\d+)(R\d+)\.edf\s+([0-9a-f]{64})$/gm)]
    expect(lines.length).toBe(1526)
    for (const [, subject, run, sha256] of lines) expect(checksumOf({ subject: subject!, run: run! })).toBe(sha256)
  })
  it('are none for a run that is not there', () => expect(checksumOf({ subject: 'S001', run: 'R15' })).toBeUndefined())
})
