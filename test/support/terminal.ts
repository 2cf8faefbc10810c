import { spawn, spawnSync } from 'node:child_process'
import { join } from 'node:path'

export interface TerminalProgram {
  /** All that it has written. */
  readonly output: string
  /** Ctrl-C: every process in the terminal gets it. */
  press(): void
  readonly ended: Promise<number | null>
}

/** Terminals come from Python's standard library; Windows has no such ones. */
export const hasTerminal = process.platform !== 'win32' && spawnSync('python3', ['-c', 'import pty']).status === 0

/** Runs a program as a person would, in a terminal. */
export function startInTerminal(words: readonly string[], env: NodeJS.ProcessEnv): TerminalProgram {
  const script = join(import.meta.dirname, 'python', 'terminal.py')
  const child = spawn('python3', [script, ...words], { env, stdio: ['pipe', 'pipe', 'inherit'] })
  let output = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text))
  return {
    get output() {
      return output
    },
    press: () => void child.stdin.write('\n'),
    ended: new Promise((done, failed) => {
      child.once('error', failed)
      child.once('close', done)
    }),
  }
}
