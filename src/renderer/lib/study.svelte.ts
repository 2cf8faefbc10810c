import type { StudyView } from '../../ipc/views'
import type { ApiClient } from './api'

/** The open study, and the subject that the screens are about. */
export class StudyState {
  #api: ApiClient
  #current = $state.raw<StudyView | null>(null)
  #chosen = $state<string | null>(null)
  constructor(api: ApiClient) {
    this.#api = api
  }

  get current(): StudyView | null {
    return this.#current
  }
  /** The subject that was chosen, or the first; null while the study has none. */
  get subject(): string | null {
    const subjects = this.#current?.subjects ?? []
    return subjects.find((subject) => subject.code === this.#chosen)?.code ?? subjects[0]?.code ?? null
  }
  chooseSubject(code: string): void {
    this.#chosen = code
  }

  /** Subscribes, then asks. Returns the end of the subscription. */
  follow(): () => void {
    let told = false
    const stop = this.#api.study.changed((study) => {
      told = true
      this.#current = study
    })
    void this.#api.study.current().then((study) => {
      if (!told) this.#current = study
    })
    return stop
  }

  /** Each throws AppError. */
  async open(path: string): Promise<void> {
    this.#current = await this.#api.study.open({ path })
  }
  async choose(): Promise<void> {
    this.#current = (await this.#api.study.choose()) ?? this.#current
  }
  async create(): Promise<void> {
    this.#current = (await this.#api.study.create()) ?? this.#current
  }
  async demo(): Promise<void> {
    await this.#api.study.demo()
  }
  async close(): Promise<void> {
    await this.#api.study.close()
    this.#current = null
  }
}
