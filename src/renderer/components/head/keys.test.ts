import { expect, test } from 'vitest'
import { eegmmidbSites } from '../../../core/montage/regions'
import { understandKey } from './keys'

const names = ['AF3', 'C3', 'C4', 'Cz', 'CP3', 'FC1', 'Fz']

/** Types keys within a second of each other. */
function press(keys: readonly string[], among: readonly string[] = names) {
  let typed = ''
  return keys.map((key) => {
    const understood = understandKey(key, typed, among)
    typed = understood.typed
    return understood.meant
  })
}

test('arrows move, Space chooses, K keeps, A avoids and Home goes to Cz', () => {
  expect(press(['Home', 'ArrowLeft', 'k', 'A', ' '])).toEqual([
    { kind: 'go', name: 'Cz' },
    { kind: 'move', direction: 'left' },
    { kind: 'keep' },
    { kind: 'avoid' },
    { kind: 'activate' },
  ])
})
test('a name can be typed letter by letter, and a wrong letter begins another', () => {
  expect(press(['c', 'p'])).toEqual([
    { kind: 'go', name: 'C3' },
    { kind: 'go', name: 'CP3' },
  ])
  expect(press(['c', '4', 'f']).slice(1)).toEqual([
    { kind: 'go', name: 'C4' },
    { kind: 'go', name: 'FC1' },
  ])
})
test.each(['k', 'a', ' '])('what is typed of a name swallows no command: %j', (key) => {
  const plain = press([key])[0]
  for (const name of eegmmidbSites) {
    const opened = /^A/.test(name) ? ['/', ...name] : [...name]
    expect(press([...opened, key], eegmmidbSites).at(-1), name).toEqual(plain)
    expect(press([...opened, key], eegmmidbSites).at(-2), name).toEqual({ kind: 'go', name })
  }
})
test('a slash begins a name whose first letter is a command', () => {
  expect(press(['/', 'a'])).toEqual([{ kind: 'wait' }, { kind: 'go', name: 'AF3' }])
  expect(press(['/', 'k'])[1]).toEqual({ kind: 'keep' })
})
test('a key that prints nothing forgets what was typed', () => {
  expect(press(['c', 'ArrowUp', '4'])[2]).toEqual({ kind: 'wait' })
})
test('other keys are none of the head’s business', () => {
  expect(understandKey('Tab', '', names).meant).toBeNull()
  expect(understandKey('Escape', 'c', names)).toEqual({ meant: null, typed: '' })
})
