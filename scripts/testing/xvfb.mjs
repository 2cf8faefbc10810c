import { once } from 'node:events'
import { which } from '../setup/command.mjs'
import { SetupError } from '../setup/say.mjs'
import { end, start } from './children.mjs'

const START_MS = 15_000

async function readDisplay(server) {
  const timer = setTimeout(() => end(server), START_MS)
  try {
    // With -displayfd the server picks a free number and writes it when it is ready.
    const [number] = await Promise.race([once(server.stdio[3].setEncoding('utf8'), 'data'), once(server, 'close')])
    if (typeof number !== 'string') throw new SetupError('Xvfb, the virtual display of the tests, did not start.')
    return `:${number.trim()}`
  } finally {
    clearTimeout(timer)
  }
}

/** Runs `work` with the name of a virtual display of its own; undefined where the system needs none. */
export async function withDisplay(work) {
  if (process.platform !== 'linux') return work(undefined)
  if (!which('Xvfb')) throw new SetupError('Xvfb is not installed.', 'Run: npm run setup -- --xvfb')
  const args = ['-displayfd', '3', '-screen', '0', '1600x1000x24', '-nolisten', 'tcp']
  const server = start('Xvfb', args, { stdio: ['ignore', 'ignore', 'ignore', 'pipe'] })
  try {
    return await work(await readDisplay(server))
  } finally {
    await end(server)
  }
}
