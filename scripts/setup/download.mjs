import { createWriteStream } from 'node:fs'
import { get } from 'node:https'
import { pipeline } from 'node:stream/promises'
import { SetupError } from './say.mjs'

const CONNECT_MS = 6_000
const IDLE_MS = 30_000

function request(url) {
  return new Promise((resolve, reject) => {
    const req = get(url, { headers: { 'user-agent': 'sparsecap-setup' } })
    const slow = setTimeout(() => req.destroy(new Error(`no answer within ${CONNECT_MS / 1000} s`)), CONNECT_MS)
    req.once('response', (response) => {
      clearTimeout(slow)
      resolve(response)
    })
    req.once('error', (error) => {
      clearTimeout(slow)
      reject(error)
    })
    req.setTimeout(IDLE_MS, () => req.destroy(new Error(`no data for ${IDLE_MS / 1000} s`)))
  })
}

/**
 * Fetches a file over https, following redirects. An unreachable network shows within six seconds.
 * @throws {SetupError} saying why there is no file.
 */
export async function download(url, file) {
  const host = new URL(url).host
  try {
    let response = await request(url)
    for (let hops = 0; response.statusCode >= 300 && response.statusCode < 400 && hops < 5; hops++) {
      response.resume()
      response = await request(new URL(response.headers.location, url))
    }
    if (response.statusCode !== 200) throw new Error(`it answered ${response.statusCode}`)
    await pipeline(response, createWriteStream(file))
  } catch (error) {
    throw new SetupError(`${host} could not be reached (${error.code ?? error.message})`)
  }
}
