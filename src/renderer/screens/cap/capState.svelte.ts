import type { Cap } from '../../../core/domain/electrode'
import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { Wiring } from '../../../core/domain/session'
import { presetCaps } from '../../../core/montage/caps'
import type { ModelSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import type { CapDraft } from './capDraft'
import { toCap } from './capDraft'
import { fillWiring, fitsModel, proposeWiring, withWire } from './coverage'

/** How a cap says that electrodes are wired: as a person saved it, or as its sites propose. */
export interface CapWiring {
  readonly capName: string
  readonly wiring: Wiring
  readonly saved: boolean
}

/** Caps, the one in use, and how the electrodes of a model are wired to it. */
export class CapState {
  readonly #api: Pick<ApiClient, 'caps'>
  #own = $state.raw<readonly Cap[]>([])
  #inUseId = $state<string | null>(null)
  #loaded = $state(false)
  #error = $state.raw<ErrorData | null>(null)
  #wiring = $state.raw<Wiring | null>(null)
  #saved = $state.raw<Wiring | null>(null)
  #wiredFor = ''
  #asked = 0

  constructor(api: Pick<ApiClient, 'caps'>) {
    this.#api = api
  }

  readonly all: readonly Cap[] = $derived([...presetCaps, ...this.#own])
  readonly inUse: Cap | null = $derived(this.all.find((cap) => cap.id === this.#inUseId) ?? null)
  get own(): readonly Cap[] {
    return this.#own
  }
  get loaded(): boolean {
    return this.#loaded
  }
  get error(): ErrorData | null {
    return this.#error
  }
  /** For the model and cap last asked for; null while it is not known. */
  get wiring(): Wiring | null {
    return this.#wiring
  }
  /** Something was changed since it was last saved. */
  get changed(): boolean {
    return JSON.stringify(this.#wiring) !== JSON.stringify(this.#saved)
  }
  get wasSaved(): boolean {
    return this.#saved !== null && !this.changed
  }

  /** Another study is open: its caps and wirings are others. */
  clear(): void {
    this.#asked++
    this.#own = []
    this.#inUseId = null
    this.#loaded = false
    this.#error = null
    this.#wiring = null
    this.#saved = null
    this.#wiredFor = ''
  }
  async load(): Promise<void> {
    const asked = ++this.#asked
    try {
      const { own, inUseId } = await this.#api.caps.list()
      if (asked !== this.#asked) return
      this.#own = own
      this.#inUseId = inUseId
      this.#error = null
    } catch (thrown) {
      this.#error = toErrorData(thrown)
    }
    this.#loaded = true
  }

  /** Each throws AppError. */
  async use(cap: Cap): Promise<void> {
    await this.#api.caps.use({ id: cap.id })
    this.#inUseId = cap.id
  }
  /** A cap that was just made is the one in use. */
  async save(draft: CapDraft): Promise<void> {
    const cap = await this.#api.caps.save(toMutable(toCap(draft, `own-${crypto.randomUUID()}`)))
    this.#own = [...this.#own.filter(({ id }) => id !== cap.id), cap]
    await this.use(cap)
    this.#wiredFor = ''
  }
  async remove(cap: Cap): Promise<void> {
    await this.#api.caps.remove({ id: cap.id })
    this.#own = this.#own.filter(({ id }) => id !== cap.id)
    if (this.#inUseId === cap.id) this.#inUseId = null
  }

  /** Takes the saved wiring of a model and a cap, or proposes one. Throws AppError. */
  async openWiring(model: ModelSummary, cap: Cap): Promise<void> {
    const key = `${model.id}|${cap.id}`
    if (this.#wiredFor === key) return
    this.#wiredFor = key
    this.#wiring = null
    this.#saved = null
    const saved = await this.#api.caps.wiring({ modelId: model.id, capId: cap.id })
    if (this.#wiredFor !== key) return
    this.#saved = saved && fitsModel(saved, model.electrodes) ? saved : null
    this.#wiring = this.#saved ?? proposeWiring(cap, model.electrodes)
  }
  /**
   * What a session on a board starts from: the saved wiring of the cap in use, else of a cap that is this board; else what the
   * cap in use proposes; null where no cap is in use. Throws AppError.
   */
  async wiringFor(model: ModelSummary, boardId: number): Promise<CapWiring | null> {
    const inUse = this.inUse
    const candidates = this.all.filter((cap) => cap === inUse || cap.boardId === boardId)
    for (const cap of candidates.toSorted((a, b) => Number(b === inUse) - Number(a === inUse))) {
      const wiring = await this.#api.caps.wiring({ modelId: model.id, capId: cap.id })
      if (wiring && fitsModel(wiring, model.electrodes)) return { capName: cap.name, wiring, saved: true }
    }
    return inUse && { capName: inUse.name, wiring: proposeWiring(inUse, model.electrodes), saved: false }
  }
  setWire(electrode: string, input: number | null): void {
    if (this.#wiring) this.#wiring = withWire(this.#wiring, electrode, input)
  }
  propose(model: ModelSummary, cap: Cap): void {
    this.#wiring = proposeWiring(cap, model.electrodes)
  }
  /** Inputs of the amplifier that nothing is wired to. */
  freeInputs(cap: Cap): number[] {
    const used = this.#wiring?.map(({ input }) => input) ?? []
    return cap.sites.map((_, input) => input).filter((input) => !used.includes(input))
  }
  /** Gives the electrodes that are still open the free inputs in order: their contacts are placed anew. */
  fill(cap: Cap): void {
    if (this.#wiring) this.#wiring = fillWiring(this.#wiring, this.freeInputs(cap))
  }
  /** Throws AppError; the change then stays on the screen, unsaved. */
  async saveWiring(model: ModelSummary, cap: Cap): Promise<void> {
    const wiring = this.#wiring
    if (!wiring) return
    await this.#api.caps.saveWiring({ modelId: model.id, capId: cap.id, wiring: wiring.map((wire) => ({ ...wire })) })
    this.#saved = wiring
  }
}

const toMutable = (cap: Cap) => ({ ...cap, sites: [...cap.sites] })
