import { createHash } from 'node:crypto'
import { createReadStream, mkdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { setTimeout as sleep } from 'node:timers/promises'
import { dirname, join, relative } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { cache, root } from './paths.mjs'
import { SetupError, note } from './say.mjs'

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

const STALE_MS = 20 * 60_000

/** Removes a lock whose owner has died, or that is too old to be anyone's (process ids come round again). */
function freeLock(file) {
  try {
    const owner = Number(readFileSync(file, 'utf8'))
    const age = Date.now() - statSync(file).mtimeMs
    if ((owner && !isAlive(owner)) || age > STALE_MS) rmSync(file, { force: true })
  } catch (error) {
    if (error.code !== 'ENOENT') throw error
  }
}

async function takeLock(file) {
  const start = Date.now()
  for (let hasSaidSo = false; ; await sleep(100)) {
    try {
      writeFileSync(file, String(process.pid), { flag: 'wx' })
      return
    } catch (error) {
      if (error.code !== 'EEXIST') throw error
      freeLock(file)
      if (!hasSaidSo && Date.now() - start > 2_000) {
        note(`Waiting for another set-up to finish (if there is none, delete ${relative(root, file)}).`)
        hasSaidSo = true
      }
    }
  }
}

/** Lets one process at a time do `work`. */
export async function withLock(name, work) {
  const file = join(cache, `${name}.lock`)
  mkdirSync(cache, { recursive: true })
  await takeLock(file)
  try {
    return await work()
  } finally {
    rmSync(file, { force: true })
  }
}
