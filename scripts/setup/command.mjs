import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { delimiter, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { root } from './paths.mjs'
import { SetupError } from './say.mjs'

/** Where a program lies, or undefined. */
export function which(program) {
  const endings = process.platform === 'win32' ? ['.exe', '.cmd', '.bat'] : ['']
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    for (const ending of endings) {
      const file = join(folder, program + ending)
      if (folder && existsSync(file)) return file
    }
  }
  return undefined
}

/**
 * Runs a program to its end, its output collected.
 * @returns {Promise<{ code: number, stdout: string, stderr: string }>}
 */
export function run(program, args, options = {}) {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options })
    const output = { stdout: '', stderr: '' }
    child.stdout.setEncoding('utf8').on('data', (text) => (output.stdout += text))
    child.stderr.setEncoding('utf8').on('data', (text) => (output.stderr += text))
    child.once('error', reject)
    child.once('close', (code, signal) => resolve({ code: code ?? (signal ? 128 : 1), ...output }))
  })
}

/** The last lines of a program's output, for a failure's message; where in its own code it failed helps nobody. */
export function lastLines({ stdout = '', stderr = '' }, count = 20) {
  const text = stripVTControlCharacters(stderr.trim() || stdout.trim())
  const lines = text.split('\n').filter((line) => !/^\s+at .*node_modules/.test(line))
  return lines.slice(-count).join('\n').trim()
}

/** As `run`, but a failure throws. @param {{ what: string, hint: string }} failure */
export async function mustRun([program, ...args], failure, options) {
  let result
  try {
    result = await run(program, args, options)
  } catch (error) {
    throw new SetupError(`${failure.what}: ${program} could not be started (${error.code}).`, failure.hint)
  }
  if (result.code !== 0) throw new SetupError(`${failure.what}:\n${lastLines(result)}`, failure.hint)
  return result
}

/** npm as the words of a command: the one that runs us where there is one. */
export function npmCommand() {
  const self = process.env.npm_execpath
  if (self && /\.c?js$/.test(self) && existsSync(self)) return { words: [process.execPath, self], options: {} }
  // npm is a .cmd file on Windows, which only a shell can start.
  return { words: ['npm'], options: { shell: process.platform === 'win32' } }
}
