import { toErrorData } from '../../core/domain/error'
import type { StudyFailure, StudyView } from '../../ipc/views'
import type { ApiClient } from './api'

/** The open study, and the subject that the screens are about. */
export class StudyState {
  #api: ApiClient
  #current = $state.raw<StudyView | null>(null)
  #chosen = $state<string | null>(null)
  #notOpened = $state.raw<StudyFailure | null>(null)
  #told = false
  constructor(api: ApiClient) {
    this.#api = api
  }

  get current(): StudyView | null {
    return this.#current
  }
  /** What kept the last study from being opened; null once one is open, or the person went on. */
  get notOpened(): StudyFailure | null {
    return this.#current ? null : this.#notOpened
  }
  /** The subject that was chosen, or the first; null while the study has none. */
  get subject(): string | null {
    const subjects = this.#current?.subjects ?? []
    return subjects.find((subject) => subject.code === this.#chosen)?.code ?? subjects[0]?.code ?? null
  }
  chooseSubject(code: string): void {
    this.#chosen = code
  }

  /** News of the study from now on; ask with `load` afterwards. Returns the end of the subscription. */
  follow(): () => void {
    return this.#api.study.changed((study) => {
      this.#told = true
      this.#take(study)
    })
  }
  /** Throws AppError. */
  async load(): Promise<void> {
    const [current, notOpened] = await Promise.all([this.#api.study.current(), this.#api.study.notOpened()])
    this.#notOpened = notOpened
    if (!this.#told) this.#take(current)
  }

  /** Tries again to open what could not be opened; says on the same place what prevents it now. */
  async retry(): Promise<void> {
    const failure = this.#notOpened
    if (!failure) return
    try {
      await this.open(failure.path)
    } catch (thrown) {
      this.#notOpened = { ...failure, error: toErrorData(thrown) }
    }
  }
  dismiss(): void {
    this.#notOpened = null
  }

  /** Each throws AppError. */
  async open(path: string): Promise<void> {
    this.#take(await this.#api.study.open({ path }))
  }
  async choose(): Promise<void> {
    this.#take((await this.#api.study.choose()) ?? this.#current)
  }
  async create(): Promise<void> {
    this.#take((await this.#api.study.create()) ?? this.#current)
  }
  async demo(): Promise<void> {
    await this.#api.study.demo()
  }
  async close(): Promise<void> {
    await this.#api.study.close()
    this.#take(null)
    this.#notOpened = null
  }

  /** Whom the screens are about stays, also when an import brings someone whose name comes first. */
  #take(study: StudyView | null): void {
    if (study?.path === this.#current?.path) this.#chosen = this.subject
    this.#current = study
  }
}
