import type { AppInfo, AppSettings } from '../../ipc/views'
import type { ApiClient } from './api'
import { setLocale } from './paraglide/runtime.js'

/** Facts of the program and the person's settings. Theme and language live on <html>, where CSS reads them. */
export class AppState {
  #api: ApiClient
  #info = $state.raw<AppInfo | null>(null)
  #settings = $state.raw<AppSettings>({ locale: 'en', theme: 'system', nativesFolder: null })
  constructor(api: ApiClient) {
    this.#api = api
  }

  get info(): AppInfo | null {
    return this.#info
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

  /** Throws AppError; what is on screen then stays as it was saved. */
  async change(settings: Partial<AppSettings>): Promise<void> {
    this.#take(await this.#api.app.saveSettings(settings))
  }

  /** Lets the person name a folder with BrainFlow's library. Throws AppError. */
  async chooseNatives(): Promise<void> {
    const natives = await this.#api.app.chooseNativesFolder()
    if (this.#info) this.#info = { ...this.#info, natives }
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
