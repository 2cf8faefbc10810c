/** A failure that a person can do something about: `message` says what failed, `hint` what to do. */
export class SetupError extends Error {
  constructor(message, hint) {
    super(message)
    this.hint = hint
  }
}

let lineIsOpen = false
let isQuiet = false

/** With `true` only failures are written. */
export function beQuiet(quiet) {
  isQuiet = quiet
}

function write(text) {
  if (!isQuiet) process.stderr.write(text)
}

function closeLine() {
  if (lineIsOpen) process.stderr.write('\n')
  lineIsOpen = false
}

/** One calm sentence of its own. */
export function note(text) {
  closeLine()
  write(`  ${text}\n`)
}

/** `4 s`, `0.3 s`. */
export function seconds(ms) {
  return ms < 9_950 ? `${(ms / 1000).toFixed(1)} s` : `${Math.round(ms / 1000)} s`
}

/** On a terminal an open line shows the seconds that have passed. @returns what stops it */
function tick(name, start) {
  if (!process.stderr.isTTY || isQuiet) return () => {}
  const show = () => lineIsOpen && process.stderr.write(`\r▸ ${name} … ${Math.round((Date.now() - start) / 1000)} s `)
  const timer = setInterval(show, 1_000)
  return () => {
    clearInterval(timer)
    if (lineIsOpen) process.stderr.write(`\r▸ ${name} … `)
  }
}

/**
 * Runs `work` and writes `▸ name … 28 s`. What `work` returns, if it is a string, is written behind the time.
 * A failure closes the line and is passed on.
 */
export async function step(name, work) {
  const start = Date.now()
  closeLine()
  write(`▸ ${name} … `)
  lineIsOpen = !isQuiet
  const stop = tick(name, start)
  try {
    const detail = await work()
    stop()
    const ending = `${seconds(Date.now() - start)}${typeof detail === 'string' && detail ? ` · ${detail}` : ''}`
    write(lineIsOpen ? `${ending}\n` : `  ${name}: ${ending}\n`)
    lineIsOpen = false
  } catch (error) {
    stop()
    closeLine()
    throw error
  }
}

/** Writes a failure and what to do about it. */
export function sayFailure(error) {
  closeLine()
  if (error instanceof SetupError) {
    process.stderr.write(`✗ ${error.message}\n`)
    if (error.hint) process.stderr.write(`  ${error.hint}\n`)
  } else {
    process.stderr.write(`✗ ${error?.stack ?? error}\n`)
  }
}

/** Runs a script's body: what it returns is the exit code, a failure is written and ends with 1. */
export async function runScript(body) {
  try {
    process.exitCode = (await body()) ?? 0
  } catch (error) {
    sayFailure(error)
    process.exitCode = 1
  }
}
