import type { ElectrodeName } from '../../../core/domain/electrode'
import type { Direction } from '../../../core/montage/grid'

/** What a key press on the head asks for. */
export type HeadKey =
  | { readonly kind: 'move'; readonly direction: Direction }
  | { readonly kind: 'go'; readonly name: ElectrodeName }
  | { readonly kind: 'activate' | 'keep' | 'avoid' | 'wait' }

const arrows: Readonly<Record<string, Direction>> = {
  ArrowUp: 'up',
  ArrowDown: 'down',
  ArrowLeft: 'left',
  ArrowRight: 'right',
}

/**
 * Understands keys one after another. `typed` is what was typed of a name so far. K keeps, as no site begins with it;
 * A could begin AF3 as well, so it waits: the caller takes `avoid` when no letter follows.
 */
export function understandKey(key: string, typed: string, names: readonly ElectrodeName[]): HeadKey | null {
  const direction = arrows[key]
  if (direction) return { kind: 'move', direction }
  if (key === ' ' || key === 'Enter') return { kind: 'activate' }
  if (key === 'Home') return names.includes('Cz') ? { kind: 'go', name: 'Cz' } : null
  if (!/^[a-z0-9]$/i.test(key)) return null
  if (typed === '' && key.toLowerCase() === 'k') return { kind: 'keep' }
  const text = (typed + key).toLowerCase()
  if (text === 'a') return { kind: 'wait' }
  const exact = names.find((name) => name.toLowerCase() === text)
  const name = exact ?? names.find((candidate) => candidate.toLowerCase().startsWith(text))
  return name ? { kind: 'go', name } : { kind: 'wait' }
}
