import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'
import { root } from './paths.mjs'

/**
 * The folder that relative paths on the command line mean. npm starts scripts in the project's folder and leaves the
 * person's own in INIT_CWD.
 */
export function callersFolder() {
  const isByNpm = process.env.npm_lifecycle_event !== undefined && process.cwd() === root
  return (isByNpm && process.env.INIT_CWD) || process.cwd()
}

/** What Chromium says about a desktop without D-Bus or graphics hardware; the app works without either. */
const NOISE = /^\[\d+:\d+\/[\d.]+:(ERROR|WARNING):(bus|object_proxy|viz_main_impl|command_buffer_proxy_impl|gl_\w+)\.cc/

/** Passes a program's error output on, without the lines that only alarm. */
export function passErrors(stream, write = (text) => process.stderr.write(text)) {
  createInterface({ input: stream }).on('line', (line) => NOISE.test(line) || write(`${line}\n`))
}

/**
 * Runs a program in the foreground, with its input and output ours, and passes our signals on.
 * @param {{ cwd?: string, env?: object, isElectron?: boolean }} options
 * @returns its exit code; 128 + the signal's number where a signal ended it
 */
export function foreground(program, args, { isElectron = false, ...options } = {}) {
  return new Promise((resolve, reject) => {
    // The channel carries nothing: it closes when we are killed, and the program ends with us (src/cli/index.ts).
    const stdio = ['inherit', 'inherit', isElectron ? 'pipe' : 'inherit', ...(isElectron ? [] : ['ipc'])]
    const child = spawn(program, args, { stdio, ...options })
    if (isElectron) passErrors(child.stderr)
    // The terminal sends Ctrl-C to both of us: the program takes signals that come together for one (src/cli/interrupts.ts).
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
