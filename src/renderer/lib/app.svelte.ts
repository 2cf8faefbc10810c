import { toErrorData } from '../../core/domain/error'
import type { AppInfo, AppSettings, NativesView } from '../../ipc/views'
import type { ApiClient } from './api'
import { setLocale } from './paraglide/runtime.js'

/** Facts of the program and the person's settings. Theme and language live on <html>, where CSS reads them. */
export class AppState {
  #api: ApiClient
  #info = $state.raw<AppInfo | null>(null)
  #natives = $state.raw<NativesView | null>(null)
  #settings = $state.raw<AppSettings>({ locale: 'en', theme: 'system', nativesFolder: null })
  constructor(api: ApiClient) {
    this.#api = api
  }

  get info(): AppInfo | null {
    return this.#info
  }
  /** Null while BrainFlow's library is being tried out. */
  get natives(): NativesView | null {
    return this.#natives
  }
  get settings(): AppSettings {
    return this.#settings
  }
  get locale(): AppSettings['locale'] {
    return this.#settings.locale
  }
  get theme(): AppSettings['theme'] {
    return this.#settings.theme
  }

  /** Throws AppError. */
  async load(): Promise<void> {
    this.#info = await this.#api.app.info()
    this.#take(this.#info.settings)
  }

  /** Asked by the screens that need it: loading the library takes a moment. */
  async loadNatives(): Promise<void> {
    try {
      this.#natives = await this.#api.app.natives()
    } catch (thrown) {
      this.#natives = { state: 'missing', error: toErrorData(thrown) }
    }
  }

  /** Throws AppError; what is on screen then stays as it was saved. */
  async change(settings: Partial<AppSettings>): Promise<void> {
    this.#take(await this.#api.app.saveSettings(settings))
  }

  /** Lets the person name a folder with BrainFlow's library. Throws AppError. */
  async chooseNatives(): Promise<void> {
    this.#natives = await this.#api.app.chooseNativesFolder()
  }

  #take(settings: AppSettings): void {
    void setLocale(settings.locale, { reload: false })
    const root = document.documentElement
    root.lang = settings.locale
    if (settings.theme === 'system') delete root.dataset.theme
    else root.dataset.theme = settings.theme
    this.#settings = settings
  }
}
