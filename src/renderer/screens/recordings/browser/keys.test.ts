import { describe, expect, test } from 'vitest'
import { bindings, browserCommands, commandOf, keysOf } from './keys'

const press = (key: string, held: Partial<Record<'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey', boolean>> = {}) =>
  commandOf({ key, shiftKey: false, ctrlKey: false, metaKey: false, altKey: false, ...held })

describe('keys of the signal browser', () => {
  test('mean one thing each', () => {
    const all = browserCommands.flatMap((command) =>
      bindings[command].keys.map((key) => `${bindings[command].shift} ${bindings[command].control} ${key}`),
    )
    expect(new Set(all).size).toBe(all.length)
  })
  test('do the same whatever case or keyboard they are typed on', () => {
    expect([press('b'), press('B', { shiftKey: true }), press('+', { shiftKey: true }), press('=')]).toEqual([
      'bad-span',
      'bad-span',
      'larger',
      'larger',
    ])
    expect([press('ArrowLeft'), press('ArrowLeft', { shiftKey: true })]).toEqual(['earlier', 'cursor-earlier'])
  })
  test('of the program stay the program’s', () => {
    expect([press('1', { ctrlKey: true }), press('b', { ctrlKey: true }), press('F6'), press('z')]).toEqual(
      Array(4).fill(null),
    )
    expect([press('z', { ctrlKey: true }), press('z', { metaKey: true })]).toEqual(['undo', 'undo'])
    expect(press('ArrowLeft', { altKey: true })).toBeNull()
  })
  test('are shown as they stand on the keyboard', () => {
    expect(keysOf('cursor-later', false)).toEqual(['Shift', '→'])
    expect([keysOf('undo', true), keysOf('undo', false)]).toEqual([
      ['⌘', 'Z'],
      ['Ctrl', 'Z'],
    ])
  })
})
