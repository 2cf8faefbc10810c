/** What a person can ask of the signal browser by key. In the order in which the list of keys shows them. */
export const browserCommands = [
  'earlier',
  'later',
  'page-earlier',
  'page-later',
  'start',
  'end',
  'next-event',
  'previous-event',
  'shorter',
  'longer',
  'larger',
  'smaller',
  'fit',
  'channel-up',
  'channel-down',
  'fewer',
  'more',
  'butterfly',
  'filters',
  'cursor-earlier',
  'cursor-later',
  'bad-span',
  'remove-span',
  'bad-channel',
  'undo',
  'help',
  'close',
] as const
export type BrowserCommand = (typeof browserCommands)[number]

interface Binding {
  /** As `KeyboardEvent.key` has them; any of them will do. */
  readonly keys: readonly string[]
  readonly shift?: boolean
  readonly control?: boolean
}

export const bindings: Readonly<Record<BrowserCommand, Binding>> = {
  earlier: { keys: ['ArrowLeft'] },
  later: { keys: ['ArrowRight'] },
  'page-earlier': { keys: ['PageUp'] },
  'page-later': { keys: ['PageDown', ' '] },
  start: { keys: ['Home'] },
  end: { keys: ['End'] },
  'next-event': { keys: ['n'] },
  'previous-event': { keys: ['p'] },
  shorter: { keys: ['[', ','] },
  longer: { keys: [']', '.'] },
  larger: { keys: ['+', '='] },
  smaller: { keys: ['-', '_'] },
  fit: { keys: ['a'] },
  'channel-up': { keys: ['ArrowUp'] },
  'channel-down': { keys: ['ArrowDown'] },
  fewer: { keys: ['ArrowUp'], shift: true },
  more: { keys: ['ArrowDown'], shift: true },
  butterfly: { keys: ['o'] },
  filters: { keys: ['f'] },
  'cursor-earlier': { keys: ['ArrowLeft'], shift: true },
  'cursor-later': { keys: ['ArrowRight'], shift: true },
  'bad-span': { keys: ['b'] },
  'remove-span': { keys: ['Delete', 'Backspace'] },
  'bad-channel': { keys: ['c'] },
  undo: { keys: ['z'], control: true },
  help: { keys: ['?'] },
  close: { keys: ['Escape'] },
}

type Pressed = Pick<KeyboardEvent, 'key' | 'shiftKey' | 'ctrlKey' | 'metaKey' | 'altKey'>

/** Null for a key that means nothing here. Shift counts for arrows alone: on some keyboards it takes one to type `+` or `[`. */
export function commandOf({ key, shiftKey, ctrlKey, metaKey, altKey }: Pressed): BrowserCommand | null {
  if (altKey) return null
  const plain = key.length === 1 ? key.toLowerCase() : key
  const shift = shiftKey && key.startsWith('Arrow')
  const control = ctrlKey || metaKey
  const found = browserCommands.find((command) => {
    const binding = bindings[command]
    return binding.keys.includes(plain) && (binding.shift ?? false) === shift && (binding.control ?? false) === control
  })
  return found ?? null
}

const signs: Readonly<Record<string, string>> = {
  ...{ ArrowLeft: '←', ArrowRight: '→', ArrowUp: '↑', ArrowDown: '↓', Escape: 'Esc', '-': '−' },
  ...{ PageUp: 'Page ↑', PageDown: 'Page ↓', Delete: 'Del' },
}

/** The keys of a command as they stand on a keyboard, of its first binding. */
export function keysOf(command: BrowserCommand, isMac: boolean): string[] {
  const { keys, shift, control } = bindings[command]
  const key = keys[0]!
  const sign = signs[key] ?? (key.length === 1 ? key.toUpperCase() : key)
  return [...(control ? [isMac ? '⌘' : 'Ctrl'] : []), ...(shift ? ['Shift'] : []), sign]
}
