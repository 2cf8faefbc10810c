import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { root } from '../setup/paths.mjs'

const isWindows = process.platform === 'win32'
const running = new Set()

/** Ends a program and everything that it started: each runs as the head of its own process group. */
function endGroup(child) {
  try {
    if (isWindows) spawn('taskkill', ['/pid', String(child.pid), '/t', '/f'])
    else process.kill(-child.pid, 'SIGKILL')
  } catch (error) {
    if (error.code !== 'ESRCH') throw error
  }
}

process.on('exit', () => running.forEach(endGroup))
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => process.exit(130))

/** Starts a program that cannot outlive us. */
export function start(program, args, options = {}) {
  const child = spawn(program, args, { cwd: root, detached: !isWindows, ...options })
  running.add(child)
  child.once('close', () => running.delete(child))
  return child
}

/** Ends a started program and what it started. */
export async function end(child) {
  const isOver = child.exitCode !== null || child.signalCode !== null
  endGroup(child)
  if (!isOver) await once(child, 'close')
}

/**
 * Runs a program to its end or its time limit, its output collected in the order in which it came.
 * @returns {Promise<{ code: number, output: string, isTimeout: boolean }>}
 */
export async function runLimited(program, args, { limitMs, env }) {
  const child = start(program, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const parts = []
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text) => parts.push(text))
  let isTimeout = false
  const timer = setTimeout(() => {
    isTimeout = true
    endGroup(child)
  }, limitMs)
  const [code] = await once(child, 'close')
  clearTimeout(timer)
  // A worker that the program left behind would hold the machine for the parts that follow.
  endGroup(child)
  return { code: code ?? 1, output: parts.join(''), isTimeout }
}
