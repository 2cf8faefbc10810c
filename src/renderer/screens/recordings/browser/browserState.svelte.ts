import { isFiltering, noFilter, type DisplayFilter } from '../../../../core/signal/displayFilter'
import { toErrorData, type ErrorData } from '../../../../core/domain/error'
import type { BrowserView, RecordingView } from '../../../../ipc/views'
import type { ApiClient } from '../../../lib/api'
import type { Look, Overlay } from '../../../plots/browser/scene'
import { factorFor, fittingScale, stepScale, stepSeconds, tileCells, tilesFor } from '../../../plots/browser/viewport'
import { channelsOf, spanAt } from './marks'
import { MarkState } from './markState.svelte'
import { spreadOf } from './spread'
import { TileStore } from './tiles'

/** Filters reach as far: wider views come from the overview, which is of the signal as it is. */
export const coarsestFiltered = 256
const laneSteps = [1, 2, 4, 8, 16, 24, 32, 64, 96, 128, 256]

/** The signal browser: which recording, which part of it, how it is drawn, and what is marked. Samples are in `tiles`. */
export class BrowserState {
  readonly #api: ApiClient
  readonly tiles: TileStore
  readonly marks: MarkState
  #recordingId = $state<number | null>(null)
  #view = $state.raw<BrowserView | null>(null)
  #job = $state<string | null>(null)
  #error = $state.raw<ErrorData | null>(null)
  #start = $state(0)
  #seconds = $state(10)
  #columns = $state(1000)
  #scale = $state(100)
  #fitted = false
  #first = $state(0)
  #laneCount = $state(64)
  #current = $state(0)
  #cursor = $state<number | null>(null)
  #drawing = $state.raw<Overlay['drawing']>(null)
  #butterfly = $state(false)
  filtersOn = $state(true)
  filter = $state.raw<DisplayFilter>({ ...noFilter, highpass: 0.5 })
  /** Hears of new tiles. */
  ontiles: () => void = () => undefined

  constructor(api: ApiClient) {
    this.#api = api
    this.marks = new MarkState(api)
    this.tiles = new TileStore({
      ask: (request) => api.browser.tile(request),
      changed: () => {
        if (!this.#fitted) this.fit()
        this.ontiles()
      },
      failed: (thrown) => (this.#error = toErrorData(thrown)),
    })
  }

  get recordingId(): number | null {
    return this.#recordingId
  }
  get view(): BrowserView | null {
    return this.#view
  }
  /** The job that builds the overview. */
  get job(): string | null {
    return this.#job
  }
  get error(): ErrorData | null {
    return this.#error
  }
  get seconds(): number {
    return this.#seconds
  }
  get scale(): number {
    return this.#scale
  }
  get butterfly(): boolean {
    return this.#butterfly
  }
  get cursor(): number | null {
    return this.#cursor
  }
  get laneCount(): number {
    return Math.min(this.#laneCount, this.#view?.channels.length ?? 0)
  }
  readonly total = $derived.by(() => (this.#view ? this.#view.sampleCount / this.#view.sampleRate : 0))
  readonly samplesPerColumn = $derived.by(() =>
    this.#view ? (this.#seconds * this.#view.sampleRate) / Math.max(1, this.#columns) : 1,
  )
  /** Column of the recording at the left edge. */
  readonly firstColumn = $derived.by(() => Math.round(this.#start / this.samplesPerColumn))
  readonly startSeconds = $derived.by(() => (this.#view ? this.#start / this.#view.sampleRate : 0))
  readonly lanes = $derived.by(() => {
    const count = this.#view?.channels.length ?? 0
    const from = Math.max(0, Math.min(this.#first, count - this.laneCount))
    return Array.from({ length: this.laneCount }, (_, lane) => from + lane)
  })
  /** The channel that keys act on. */
  readonly current = $derived.by(() => this.#current)
  readonly activeFilter = $derived.by(() => (this.filtersOn ? this.filter : noFilter))
  /** Filters are chosen and the view is too wide for them. */
  readonly unfiltered = $derived.by(
    () => isFiltering(this.activeFilter) && factorFor(this.samplesPerColumn) > coarsestFiltered,
  )
  /** Numbers of the bad channels; a new set each time, never changed. */
  readonly bad = $derived.by(() => channelsOf(this.#view, this.marks.electrodes))
  readonly look = $derived.by(
    (): Look | null =>
      this.#view && {
        view: this.#view,
        ...{ lanes: this.lanes, bad: this.bad, badSpans: this.marks.spans, scale: this.#scale },
        ...{ butterfly: this.butterfly, samplesPerColumn: this.samplesPerColumn },
        centred: this.activeFilter.highpass !== null && !this.unfiltered,
      },
  )
  readonly overlay = $derived.by((): Overlay => ({
    first: this.firstColumn,
    cursor: this.#cursor,
    drawing: this.#drawing,
  }))
  /** The bad span that the cursor stands in, or just behind: there it stands when one was drawn. */
  readonly spanHere = $derived.by(() => {
    const { spans } = this.marks
    return this.#cursor === null ? null : (spanAt(spans, this.#cursor) ?? spanAt(spans, this.#cursor - 1))
  })

  /** Opens a recording at its beginning. A failure is kept as `error`. */
  async open({ summary, badElectrodes }: RecordingView): Promise<void> {
    this.close()
    this.#recordingId = summary.id
    await this.#load(summary.id, badElectrodes)
  }
  close(): void {
    this.#recordingId = this.#view = this.#job = this.#error = this.#cursor = this.#drawing = null
    this.marks.take(null)
    this.#start = this.#first = this.#current = 0
    this.#fitted = false
  }
  /** The overview is there now, or could not be built. */
  async overviewEnded(id: string, electrodes: readonly string[]): Promise<void> {
    if (id !== this.#job || this.#recordingId === null) return
    await this.#load(this.#recordingId, electrodes)
    this.tiles.retry()
  }
  async #load(id: number, electrodes: readonly string[]): Promise<void> {
    try {
      const { job, ...view } = await this.#api.browser.open({ recordingId: id })
      if (id !== this.#recordingId) return
      this.#view = view
      this.#job = job
      this.marks.take(id, { spans: view.badSpans, electrodes })
      this.#seconds = Math.min(this.#seconds, Math.max(0.5, this.total))
    } catch (thrown) {
      if (id === this.#recordingId) this.#error = toErrorData(thrown)
    }
  }

  /** Asks for what the view needs. */
  need(): void {
    const view = this.#view
    if (!view || this.#recordingId === null || this.lanes.length === 0) return
    const { sampleCount } = view
    const filter = this.unfiltered ? noFilter : this.activeFilter
    this.tiles.use({ recordingId: this.#recordingId, sampleCount, channels: this.lanes, filter })
    const part = { samplesPerColumn: this.samplesPerColumn, first: this.firstColumn, columns: this.#columns }
    this.tiles.want(factorFor(this.samplesPerColumn), tilesFor(part, sampleCount))
  }
  /** Width of the plot, in its columns. */
  resize(columns: number): void {
    this.#columns = Math.max(1, columns)
    this.#moveTo(this.#start)
  }

  #moveTo(sample: number): void {
    const view = this.#view
    if (!view) return
    const most = Math.max(0, view.sampleCount - this.#seconds * view.sampleRate)
    this.#start = Math.max(0, Math.min(most, sample))
  }
  scrollColumns(columns: number): void {
    this.#moveTo((this.firstColumn + Math.round(columns)) * this.samplesPerColumn)
  }
  /** By a share of the screen. */
  scroll(share: number): void {
    this.scrollColumns(share * this.#columns)
  }
  goTo(sample: number): void {
    this.#moveTo(sample)
  }
  /** In the middle of the view. */
  centre(sample: number): void {
    this.#moveTo(sample - (this.#seconds * (this.#view?.sampleRate ?? 1)) / 2)
  }
  /** Shows more or less time; what is at `column` of the plot stays there. */
  zoom(direction: 1 | -1, column = this.#columns / 2): void {
    this.setSeconds(stepSeconds(this.#seconds, Math.max(0.5, this.total), direction), column)
  }
  setSeconds(seconds: number, column = this.#columns / 2): void {
    const held = (this.firstColumn + column) * this.samplesPerColumn
    this.#seconds = seconds
    this.#moveTo(held - column * this.samplesPerColumn)
  }
  /** Traces twice as large, or half. */
  resizeTraces(direction: 1 | -1): void {
    this.#scale = stepScale(this.#scale, direction === 1 ? -1 : 1)
  }
  /** The scale for which usual traces keep to their lanes, by a tile that is there. */
  fit(): void {
    const factor = factorFor(this.samplesPerColumn)
    const middle = (this.#start + (this.#seconds * (this.#view?.sampleRate ?? 1)) / 2) / factor / tileCells
    const tile = this.tiles.tile(factor, Math.floor(middle)) ?? this.tiles.tile(factor, 0)
    if (!tile) return
    this.#fitted = true
    const spread = spreadOf(tile, this.lanes.length)
    if (spread !== null) this.#scale = fittingScale(this.butterfly ? 2 * spread : spread)
  }

  /** All traces over one another, as large as then fits. */
  toggleButterfly(): void {
    this.#butterfly = !this.#butterfly
    this.fit()
  }

  changeLanes(direction: 1 | -1): void {
    const count = this.#view?.channels.length ?? 0
    const now = this.laneCount
    const next = direction > 0 ? laneSteps.find((step) => step > now) : laneSteps.findLast((step) => step < now)
    this.#laneCount = Math.max(1, Math.min(count, next ?? now))
    this.moveCurrent(0)
  }
  /** To another channel, which is then in view. */
  moveCurrent(step: number): void {
    const count = this.#view?.channels.length ?? 0
    this.#current = Math.max(0, Math.min(count - 1, this.#current + step))
    const first = this.lanes[0] ?? 0
    if (this.#current < first) this.#first = this.#current
    else if (this.#current >= first + this.laneCount) this.#first = this.#current - this.laneCount + 1
    else this.#first = first
  }
  choose(channel: number): void {
    this.moveCurrent(channel - this.#current)
  }

  /** The time cursor by a share of the screen; it comes up in the middle, and the view follows it. */
  moveCursor(share: number): void {
    const view = this.#view
    if (!view) return
    const span = this.#seconds * view.sampleRate
    const at = this.#cursor ?? this.#start + span / 2
    this.setCursor(this.#cursor === null ? at : at + share * span)
    if (this.#cursor! < this.#start || this.#cursor! >= this.#start + span) this.centre(this.#cursor!)
  }
  setCursor(sample: number): void {
    this.#cursor = Math.max(0, Math.min((this.#view?.sampleCount ?? 1) - 1, Math.round(sample)))
    if (this.#drawing) this.#drawing = { from: this.#drawing.from, to: this.#cursor }
  }
  /** To the next event behind the cursor, or before it. */
  toEvent(direction: 1 | -1): void {
    const { events = [], sampleRate = 1 } = this.#view ?? {}
    const at = this.#cursor ?? this.#start + (this.#seconds * sampleRate) / 2
    const next = direction > 0 ? events.find(({ sample }) => sample > at) : events.findLast(({ sample }) => sample < at)
    if (!next) return
    this.setCursor(next.sample)
    this.centre(next.sample)
  }

  /** A span that is being drawn, from a sample on. */
  get isDrawing(): boolean {
    return this.#drawing !== null
  }
  draw(from: number, to: number): void {
    this.#drawing = { from: Math.min(from, to), to: Math.max(from, to) }
  }
  beginSpan(): void {
    this.moveCursor(0)
    this.#drawing = { from: this.#cursor!, to: this.#cursor! }
  }
  cancelDrawing(): void {
    this.#drawing = null
  }
  /** Marks what was drawn. Throws AppError, as all changes of marks do. */
  async endSpan(): Promise<void> {
    const drawn = this.#drawing
    this.#drawing = null
    if (drawn && this.#view && drawn.from !== drawn.to) await this.marks.add(drawn, this.#view.sampleCount)
  }
  async removeSpan(): Promise<void> {
    if (this.spanHere) await this.marks.remove(this.spanHere)
  }
  /** False for a channel that is no electrode: nothing is learned from it anyway. */
  async toggleBad(channel: number): Promise<boolean> {
    const electrode = this.#view?.channels[channel]?.electrode
    if (electrode) await this.marks.toggle(electrode)
    return electrode !== null && electrode !== undefined
  }
}
