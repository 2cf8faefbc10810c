import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { dirname, join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cache } from './paths.mjs'
import { SetupError } from './say.mjs'

/** Digest of bytes or text. @param {'hex' | 'base64'} encoding */
export function digest(bytes, algorithm = 'sha256', encoding = 'hex') {
  return createHash(algorithm).update(bytes).digest(encoding)
}

/** Digest of a file that may be larger than memory. @param {'hex' | 'base64'} encoding */
export async function digestFile(file, algorithm = 'sha256', encoding = 'hex') {
  const hash = createHash(algorithm)
  await pipeline(createReadStream(file, { highWaterMark: 1 << 20 }), hash)
  return hash.digest(encoding)
}

/** Refuses bytes with another digest than the pinned one. @throws {SetupError} naming both. */
export function requireDigest(what, got, pinned) {
  if (got === pinned) return
  throw new SetupError(
    `${what} is not the file that was pinned: expected ${pinned}, got ${got}.`,
    'It was thrown away. Try again; if it stays so, the download is being altered on its way.',
  )
}

/** The parsed file, or undefined where there is none or it cannot be read. */
export function readJson(file) {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch {
    return undefined
  }
}

/** Writes atomically: a reader sees the old file or the new one. */
export function writeJson(file, value) {
  mkdirSync(dirname(file), { recursive: true })
  const temporary = `${file}.${process.pid}.new`
  writeFileSync(temporary, `${JSON.stringify(value, null, 2)}\n`)
  renameSync(temporary, file)
}

/** Puts a finished folder in the place of an older one. */
export function replaceFolder(finished, place) {
  rmSync(place, { recursive: true, force: true })
  mkdirSync(dirname(place), { recursive: true })
  renameSync(finished, place)
}

/** Gives `work` an empty folder on the cache's own disk and removes it afterwards. */
export async function withScratch(work) {
  const folder = join(cache, `scratch-${process.pid}-${Date.now().toString(36)}`)
  mkdirSync(folder, { recursive: true })
  try {
    return await work(folder)
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** Lets one set-up at a time do `work`; a lock whose owner has died is taken over. */
export async function withLock(name, work) {
  const file = join(cache, `${name}.lock`)
  mkdirSync(cache, { recursive: true })
  for (;;) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      break
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      const owner = Number(readJson(file) ?? 0)
      if (owner && !isAlive(owner)) rmSync(file, { force: true })
      else await sleep(200)
    }
  }
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
