import { spawn } from 'node:child_process'
import { root } from './paths.mjs'

/**
 * The folder that relative paths on the command line mean. npm starts scripts in the project's folder and leaves the
 * person's own in INIT_CWD.
 */
export function callersFolder() {
  const isByNpm = process.env.npm_lifecycle_event !== undefined && process.cwd() === root
  return (isByNpm && process.env.INIT_CWD) || process.cwd()
}

/**
 * Runs a program in the foreground, with its input and output ours, and passes our signals on.
 * @returns its exit code; 128 + the signal's number where a signal ended it
 */
export function foreground(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options })
    const pass = (signal) => child.kill(signal)
    const signals = ['SIGINT', 'SIGTERM', 'SIGHUP']
    for (const signal of signals) process.on(signal, pass)
    child.once('error', reject)
    child.once('close', (code, signal) => {
      for (const name of signals) process.off(name, pass)
      resolve(code ?? (signal === 'SIGINT' ? 130 : 143))
    })
  })
}
