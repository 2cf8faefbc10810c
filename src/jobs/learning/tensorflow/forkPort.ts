import { fork } from 'node:child_process'
import type { LearnerPort } from '../../../core/model/learnerPort'
import { programFiles } from '../../programFiles'
import { learnerEnvironment } from './environment'
import { findInstallation } from './installation'
import { notInstalled } from './load'
import { usualLimits, watchPort, type WatchLimits } from '../watchdog'

/** A line to a child process of this program. */
export interface ForkPort extends LearnerPort {
  readonly pid: number
}

export interface ForkOptions {
  readonly home: string
  readonly limits?: WatchLimits
}

/** Starts a process that serves learners on TensorFlow: where it crashes or hangs, only that process is lost.
 *  Rejects with `learner/unsupported` where TensorFlow is not in place. */
export async function openForkPort({ home, limits = usualLimits }: ForkOptions): Promise<ForkPort> {
  const installation = findInstallation(home)
  if (!installation) throw notInstalled()
  const port = forkLearner(programFiles().learner, { ...process.env, ...learnerEnvironment(home, installation) })
  return { ...watchPort(port, limits), pid: port.pid }
}

/** Time between the request to end and the end by force. */
const graceMs = 1_000
const keptErrors = 600

function forkLearner(entry: string, env: NodeJS.ProcessEnv): ForkPort {
  const child = fork(entry, [], {
    env,
    execArgv: [],
    serialization: 'advanced',
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const waiting: unknown[] = []
  let hear = (message: unknown): void => void waiting.push(message)
  let lose: ((why: string) => void) | null = null
  let lost: string | null = null
  let said = ''
  const end = (why: string): void => {
    if (lost !== null) return
    lost = why
    lose?.(why)
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (said = (said + text).slice(-keptErrors)))
  child.on('message', (message) => hear(message))
  child.once('error', (error) => end(`its process could not be started: ${error.message}`))
  child.once('close', (code, signal) => end(endOf(code, signal, said)))
  return {
    pid: child.pid ?? 0,
    post: (message) => void (child.connected && child.send(message as object, () => undefined)),
    onMessage(listener) {
      hear = listener
      for (const message of waiting.splice(0)) listener(message)
    },
    onLost(listener) {
      lose = listener
      if (lost !== null) listener(lost)
    },
    close() {
      if (child.connected) child.disconnect()
      const timer = setTimeout(() => child.kill('SIGKILL'), graceMs)
      child.once('exit', () => clearTimeout(timer))
    },
  }
}

function endOf(code: number | null, signal: string | null, said: string): string {
  const how = signal ? `its process was ended by ${signal}` : `its process ended with code ${code}`
  const lastLine = said.trim().split('\n').at(-1)?.trim()
  return lastLine ? `${how} (${lastLine})` : how
}
