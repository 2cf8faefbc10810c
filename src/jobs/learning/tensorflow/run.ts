import { spawn } from 'node:child_process'

export interface RunOptions {
  readonly signal: AbortSignal
  readonly cwd?: string
  readonly env?: NodeJS.ProcessEnv
  /** Each piece of output as it comes. */
  onOutput?(text: string): void
}

export interface RunResult {
  readonly code: number
  /** The last of what it wrote. */
  readonly output: string
}

const keptOutput = 4_000

/** Runs a program to its end. Rejects when it cannot be started or the signal ends it. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { signal, cwd, env, onOutput } = options
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env, signal, killSignal: 'SIGKILL', stdio: ['ignore', 'pipe', 'pipe'] })
    let output = ''
    const hear = (text: string): void => {
      output = (output + text).slice(-keptOutput)
      onOutput?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('close', (code) => (signal.aborted ? reject(signal.reason) : resolve({ code: code ?? 1, output })))
  })
}
