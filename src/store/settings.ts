import type { Cap } from '../core/domain/electrode'
import type { StoreContext } from './context'

export interface Caps {
  /** The study's own caps, by name. */
  list(): Cap[]
  save(cap: Cap): void
  remove(id: string): void
}

export function createCaps({ catalogue, audit }: StoreContext): Caps {
  const list = (): Cap[] =>
    catalogue
      .all<{ cap: string }>('SELECT cap FROM caps')
      .map(({ cap }) => JSON.parse(cap) as Cap)
      .sort((a, b) => a.name.localeCompare(b.name))
  const find = (id: string): Cap | undefined => list().find((cap) => cap.id === id)
  return {
    list,
    save: (cap) =>
      catalogue.transaction(() => {
        const before = find(cap.id)
        catalogue.run('INSERT OR REPLACE INTO caps VALUES (?, ?)', cap.id, JSON.stringify(cap))
        audit.append({ what: `cap.save ${cap.id}`, before, after: cap })
      }),
    remove: (id) =>
      catalogue.transaction(() => {
        const before = find(id)
        if (!before) return
        catalogue.run('DELETE FROM caps WHERE id = ?', id)
        audit.append({ what: `cap.remove ${id}`, before })
      }),
  }
}

export interface Settings {
  /** Plain data as it was set, or undefined. */
  get<T>(key: string): T | undefined
  set(key: string, value: unknown): void
}

/** Choices that belong to the study: the cap in use, wiring by model and cap. */
export function createSettings({ catalogue, audit }: StoreContext): Settings {
  const find = (key: string): string | undefined =>
    catalogue.get<{ value: string }>('SELECT value FROM settings WHERE key = ?', key)?.value
  return {
    get: <T>(key: string) => {
      const found = find(key)
      return found === undefined ? undefined : (JSON.parse(found) as T)
    },
    set: (key, value) =>
      catalogue.transaction(() => {
        const old = find(key)
        const text = JSON.stringify(value)
        if (old === text) return
        catalogue.run('INSERT OR REPLACE INTO settings VALUES (?, ?)', key, text)
        audit.append({
          what: `setting.set ${key}`,
          before: old === undefined ? undefined : JSON.parse(old),
          after: value,
        })
      }),
  }
}
