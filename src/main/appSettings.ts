import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as v from 'valibot'
import type { AppSettings } from '../ipc/views'
import { atomicWrite } from '../store/atomicWrite'

/** What the program remembers between starts, beside any study. A file that does not parse is a fresh start. */
const schema = v.object({
  locale: v.optional(v.picklist(['en', 'zh-CN'])),
  theme: v.optional(v.picklist(['system', 'light', 'dark', 'contrast']), 'system'),
  nativesFolder: v.optional(v.nullable(v.string()), null),
  recentStudies: v.optional(v.array(v.string()), []),
  lastStudy: v.optional(v.nullable(v.string()), null),
})
type Stored = v.InferOutput<typeof schema>

export interface SettingsStore {
  readonly settings: AppSettings
  readonly recentStudies: readonly string[]
  readonly lastStudy: string | null
  change(change: Partial<AppSettings>): AppSettings
  /** Puts a study first among the recent ones; null: none is open any more. */
  opened(path: string | null): void
}

/** `systemLocale` is asked when it is needed: the system may not tell it before the app is ready. */
export function createSettingsStore(folder: string, systemLocale: () => string): SettingsStore {
  const path = join(folder, 'settings.json')
  let stored = read(path)
  const save = (next: Stored): void => {
    stored = next
    atomicWrite(path, new TextEncoder().encode(JSON.stringify(next, null, 2)))
  }
  const settings = (): AppSettings => ({
    locale: stored.locale ?? (systemLocale().toLowerCase().startsWith('zh') ? 'zh-CN' : 'en'),
    theme: stored.theme,
    nativesFolder: stored.nativesFolder,
  })
  return {
    get settings() {
      return settings()
    },
    get recentStudies() {
      return stored.recentStudies
    },
    get lastStudy() {
      return stored.lastStudy
    },
    change(change) {
      save({ ...stored, ...change })
      return settings()
    },
    opened(study) {
      const others = stored.recentStudies.filter((other) => other !== study)
      save({
        ...stored,
        lastStudy: study,
        recentStudies: study ? [study, ...others].slice(0, 8) : stored.recentStudies,
      })
    },
  }
}

function read(path: string): Stored {
  try {
    return v.parse(schema, JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    // Missing at the first start; damaged settings are not worth stopping for, nothing of a study is in them.
    return v.parse(schema, {})
  }
}
