import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { SessionRequest, Wiring } from '../../../core/domain/session'
import type { ElectrodeName } from '../../../core/domain/electrode'
import { matchWiring } from '../../../core/montage/wiring'
import type { DeviceView, ModelSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import { fillWiring, fitsModel, isSound, withWire } from '../cap/coverage'

/** `simulator`, or the number of a board as text. */
export type SourceKey = string
export const simulatorKey: SourceKey = 'simulator'
export const simulatedTrials = 40
/** A session is none of the runs that a study was simulated with; the demo on the command line takes the same one. */
const sessionSeeds = 1000
const numeric: readonly DeviceView['fields'][number][] = ['ip_port', 'master_board']

/** Number of the simulated person that a model was learned from; the first one for real people. */
export const simulatedPerson = (subject: string): number => Number(/^SIM(\d+)$/.exec(subject)?.[1] ?? 1)

/** How a session begins: source, connection, wiring, recording. Stays while other screens are shown. */
export class SessionSetup {
  readonly #api: Pick<ApiClient, 'session'>
  source = $state<SourceKey>(simulatorKey)
  record = $state(true)
  seed = $state(1)
  parameters = $state<Record<string, string>>({})
  #devices = $state.raw<readonly DeviceView[]>([])
  #loaded = $state(false)
  #error = $state.raw<ErrorData | null>(null)
  #wiring = $state.raw<Wiring>([])
  #wiredFor = ''

  constructor(api: Pick<ApiClient, 'session'>) {
    this.#api = api
  }
  readonly device: DeviceView | null = $derived(
    this.#devices.find(({ boardId }) => String(boardId) === this.source) ?? null,
  )
  /** Connection fields that are still empty. */
  readonly missingFields: readonly string[] = $derived(
    (this.device?.fields ?? []).filter((field) => field !== 'master_board' && !this.parameters[field]?.trim()),
  )
  get devices(): readonly DeviceView[] {
    return this.#devices
  }
  get loaded(): boolean {
    return this.#loaded
  }
  /** Why no board can be offered, e.g. a missing library. */
  get error(): ErrorData | null {
    return this.#error
  }
  get wiring(): Wiring {
    return this.#wiring
  }

  /** Asks which boards there are; without the library the simulator stays. */
  async load(): Promise<void> {
    try {
      this.#devices = await this.#api.session.devices()
      this.#error = null
    } catch (thrown) {
      this.#devices = []
      this.#error = toErrorData(thrown)
      this.source = simulatorKey
    }
    this.#loaded = true
  }

  /**
   * Wires a model to the chosen board: by the board's own names, else as it was wired on the Cap screen. Called again for the
   * same model and board it changes nothing, so that what was wired by hand stays.
   */
  wire(model: ModelSummary, fromCap: Wiring | null): void {
    const { device } = this
    if (!device) return
    const key = `${model.id}|${device.boardId}|${device.inputNames.length ? '' : JSON.stringify(fromCap)}`
    if (key === this.#wiredFor) return
    this.#wiredFor = key
    this.#wiring = firstWiring(model.electrodes, device, fromCap)
  }
  /** Another study is open: its models are others. */
  forgetWiring(): void {
    this.#wiring = []
    this.#wiredFor = ''
  }
  setWire(electrode: ElectrodeName, input: number | null): void {
    this.#wiring = withWire(this.#wiring, electrode, input)
  }
  /** Gives the electrodes that are still open the free inputs in order. */
  fill(): void {
    const { device } = this
    if (device)
      this.#wiring = fillWiring(
        this.#wiring,
        Array.from({ length: device.inputs }, (_, input) => input),
      )
  }
  get sound(): boolean {
    return isSound(this.#wiring)
  }

  toRequest(model: ModelSummary): SessionRequest {
    const { device } = this
    if (!device) {
      const subject = simulatedPerson(model.subject)
      const source = {
        kind: 'simulator',
        seed: this.seed + sessionSeeds,
        trials: simulatedTrials,
        subject,
        speed: 1,
      } as const
      return { modelId: model.id, record: this.record, source }
    }
    const entries = device.fields
      .filter((field) => this.parameters[field]?.trim())
      .map((field) => [field, toParameter(field, this.parameters[field]!.trim())] as const)
    return {
      modelId: model.id,
      record: this.record,
      source: {
        kind: 'brainflow',
        boardId: device.boardId,
        parameters: Object.fromEntries(entries),
        wiring: this.#wiring.map((wire) => ({ ...wire })),
      },
    }
  }
}

const toParameter = (field: DeviceView['fields'][number], text: string): string | number =>
  numeric.includes(field) ? Number(text) : text

function firstWiring(electrodes: readonly ElectrodeName[], device: DeviceView, fromCap: Wiring | null): Wiring {
  if (device.inputNames.length > 0) return matchWiring(electrodes, device.inputNames)
  const usable = fromCap && fitsModel(fromCap, electrodes)
  if (!usable) return electrodes.map((electrode) => ({ electrode, input: null }))
  return fromCap.map((wire) => (wire.input !== null && wire.input < device.inputs ? wire : { ...wire, input: null }))
}
