import type { ErrorData } from '../../../core/domain/error'
import { toErrorData } from '../../../core/domain/error'
import type { SessionRequest, Wiring } from '../../../core/domain/session'
import type { ElectrodeName } from '../../../core/domain/electrode'
import { matchWiring } from '../../../core/montage/wiring'
import type { DeviceView, ModelSummary } from '../../../ipc/views'
import type { ApiClient } from '../../lib/api'
import type { CapWiring } from '../cap/capState.svelte'
import { fillWiring, isSound, withWire } from '../cap/coverage'

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
  #wiredFrom = $state<string | null>(null)

  constructor(api: Pick<ApiClient, 'session'>) {
    this.#api = api
  }
  /** The board that was chosen; one that plays a file has the inputs of the board that the file came from. */
  readonly device: DeviceView | null = $derived.by(() => {
    const board = this.#boardOf(this.source)
    const master = board?.fields.includes('master_board') ? this.#boardOf(this.parameters.master_board) : null
    if (!board || !master) return board
    return { ...board, inputs: master.inputs, inputNames: master.inputNames, sampleRate: master.sampleRate }
  })
  /** Connection fields that are still empty. */
  readonly missingFields: readonly string[] = $derived(
    (this.device?.fields ?? []).filter((field) => !this.parameters[field]?.trim()),
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
  /** Name of the cap whose saved wiring was taken; null where it was wired by names or by hand. */
  get wiredFrom(): string | null {
    return this.#wiredFrom
  }
  /** Boards that a file can have come from. */
  get masters(): readonly DeviceView[] {
    return this.#devices.filter(({ fields }) => !fields.includes('master_board'))
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

  /** Another model or board: nothing is wired until it is known from where. */
  startWiring(model: ModelSummary): void {
    const key = this.#wiringKey(model)
    if (!key || this.#wiredFor.startsWith(key)) return
    this.#wiredFor = key
    this.#wiredFrom = null
    this.#wiring = model.electrodes.map((electrode) => ({ electrode, input: null }))
  }
  /**
   * Wires a model to the chosen board: as it was saved on the Cap screen, else by the board's own names, else as the cap in
   * use proposes. Called again with the same it changes nothing, so that what was wired by hand stays.
   */
  wire(model: ModelSummary, fromCap: CapWiring | null): void {
    const { device } = this
    if (!device) return
    const key = `${this.#wiringKey(model)}${JSON.stringify(fromCap)}`
    if (key === this.#wiredFor) return
    this.#wiredFor = key
    this.#wiredFrom = fromCap?.saved ? fromCap.capName : null
    this.#wiring = firstWiring(model.electrodes, device, fromCap)
  }
  #wiringKey(model: ModelSummary): string | null {
    const { device } = this
    return device && `${model.id}|${device.boardId}|${device.inputs}|${device.inputNames.join(' ')}|`
  }
  #boardOf(number: string | undefined): DeviceView | null {
    return this.#devices.find(({ boardId }) => String(boardId) === number) ?? null
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

function firstWiring(electrodes: readonly ElectrodeName[], device: DeviceView, fromCap: CapWiring | null): Wiring {
  if (!fromCap?.saved && device.inputNames.length > 0) return matchWiring(electrodes, device.inputNames)
  if (!fromCap) return electrodes.map((electrode) => ({ electrode, input: null }))
  const has = (input: number | null): boolean => input !== null && input < device.inputs
  return fromCap.wiring.map((wire) => (has(wire.input) ? wire : { ...wire, input: null }))
}
