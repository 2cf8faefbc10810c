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
const groups = process.platform !== 'win32'

/** Ends a program with all that it started. */
function kill(pid: number): void {
  if (!groups) return void spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
  try {
    process.kill(-pid, 'SIGKILL')
  } catch (thrown) {
    // It has ended meanwhile.
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'ESRCH')) throw thrown
  }
}

/** Runs a program to its end. Rejects when it cannot be started or the signal ends it. */
export function run(program: string, args: readonly string[], options: RunOptions): Promise<RunResult> {
  const { signal, cwd, env, onOutput } = options
  return new Promise((resolve, reject) => {
    // A group of its own: a compiler that it started has to end with it.
    const child = spawn(program, args, { cwd, env, detached: groups, stdio: ['ignore', 'pipe', 'pipe'] })
    const end = (): void => void (child.pid && kill(child.pid))
    if (signal.aborted) end()
    signal.addEventListener('abort', end, { once: true })
    let output = ''
    const hear = (text: string): void => {
      output = (output + text).slice(-keptOutput)
      onOutput?.(text)
    }
    child.stdout.setEncoding('utf8').on('data', hear)
    child.stderr.setEncoding('utf8').on('data', hear)
    child.once('error', reject)
    child.once('close', (code) => {
      signal.removeEventListener('abort', end)
      if (signal.aborted) reject(signal.reason as Error)
      else resolve({ code: code ?? 1, output })
    })
  })
}
