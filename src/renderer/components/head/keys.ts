import type { ElectrodeName } from '../../../core/domain/electrode'
import type { Direction } from '../../../core/montage/grid'

/** What a key press on the head asks for. */
export type HeadKey =
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'go'; readonly name: ElectrodeName }
  | { readonly kind: 'activate' | 'keep' | 'avoid' | 'wait' }

export interface UnderstoodKey {
  /** Null: none of the head's business. */
  readonly meant: HeadKey | null
  /** What is typed of a name now; forgotten a second later. */
  readonly typed: string
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}
const commands: Readonly<Record<string, 'activate' | 'keep' | 'avoid'>> = {
  ' ': 'activate',
  Enter: 'activate',
  k: 'keep',
  a: 'avoid',
}
/** Begins a name whose first letter is a command: /af3. */
const opener = '/'

/**
 * Understands keys one after another; `typed` is what was typed of a name so far. A letter or digit that goes on with
 * the name of a site belongs to that name; else K, A and Space are what they always are, at once, and any other letter
 * begins a name. No site has K or A after its first letter, so typing never swallows a command.
 */
export function understandKey(key: string, typed: string, names: readonly ElectrodeName[]): UnderstoodKey {
  const direction = arrows[key]
  if (direction) return { meant: { kind: 'move', direction }, typed: '' }
  if (key === 'Home') return { meant: names.includes('Cz') ? { kind: 'go', name: 'Cz' } : null, typed: '' }
  if (key === opener) return { meant: { kind: 'wait' }, typed: opener }
  const named = typed && nameOf(typed + key, names)
  if (named) return { meant: { kind: 'go', name: named }, typed: typed + key }
  const command = commands[key.length === 1 ? key.toLowerCase() : key]
  if (command) return { meant: { kind: command }, typed: '' }
  if (!/^[a-z0-9]$/i.test(key)) return { meant: null, typed: '' }
  const name = nameOf(key, names)
  return name ? { meant: { kind: 'go', name }, typed: key } : { meant: { kind: 'wait' }, typed: '' }
}

/** The site that is called so, else the first that begins so. */
function nameOf(typed: string, names: readonly ElectrodeName[]): ElectrodeName | undefined {
  const text = typed.replace(opener, '').toLowerCase()
  if (text === '') return undefined
  const exact = names.find((name) => name.toLowerCase() === text)
  return exact ?? names.find((name) => name.toLowerCase().startsWith(text))
}
