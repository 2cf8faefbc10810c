import { SetupError } from './say.mjs'

// https://www.electronjs.org/docs/latest/tutorial/fuses: the sentinel is followed by a version byte, the number of
// fuses, and one character per fuse ('0' off, '1' on, 'r' removed).
const SENTINEL = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const POSITION = { nodeCliInspectArguments: 3, browserProcessSpecificV8Snapshot: 6 }

/**
 * Sets fuses of an Electron executable in place, in every copy of the wire that it holds.
 * @param {Buffer} executable
 * @param {Partial<Record<keyof typeof POSITION, boolean>>} wanted
 * @returns how many wires were set. @throws {SetupError} where there is none, or a fuse is not in it.
 */
export function setFuses(executable, wanted) {
  let wires = 0
  for (let at = executable.indexOf(SENTINEL); at >= 0; at = executable.indexOf(SENTINEL, at + 1)) {
    const wire = at + SENTINEL.length
    if (executable[wire] !== 1) continue
    for (const [name, isOn] of Object.entries(wanted)) setFuse(executable, wire, name, isOn)
    wires++
  }
  if (wires === 0) throw new SetupError('The executable carries no fuses: it is not an Electron runtime.')
  return wires
}

function setFuse(executable, wire, name, isOn) {
  const position = POSITION[name]
  const count = executable[wire + 1]
  const at = wire + 2 + position
  if (position >= count || executable[at] === 'r'.charCodeAt(0)) {
    throw new SetupError(`This Electron runtime has no fuse ${name}.`)
  }
  executable[at] = (isOn ? '1' : '0').charCodeAt(0)
}
