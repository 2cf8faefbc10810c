import { readFileSync } from 'node:fs'

const everyMs = 500

/** Name and parent of a process on Linux; null elsewhere, and of one that has ended. */
function statOf(pid) {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return {
      name: stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')')),
      parent: Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]),
    }
  } catch {
    return null
  }
}

/** Who waits for us: our parent and, where that is the shell that npm starts scripts in, npm. */
function waiting() {
  const shell = statOf(process.ppid)
  return shell && /^(sh|dash|ash|bash)$/.test(shell.name) ? `${process.ppid} ${shell.parent}` : `${process.ppid}`
}

/**
 * Where npm started this script: ends it, as SIGTERM does, once npm is gone. npm passes no signal on that it did not
 * survive, and an orphan would hold its locks until it is done. A process whose parent ended gets another one.
 */
export function endWithNpm() {
  if (process.env.npm_lifecycle_event === undefined || process.platform === 'win32') return
  const before = waiting()
  const timer = setInterval(() => {
    if (waiting() === before) return
    clearInterval(timer)
    process.kill(process.pid, 'SIGTERM')
  }, everyMs)
  timer.unref()
}
