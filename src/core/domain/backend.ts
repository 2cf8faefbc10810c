/** What learning can run on. `cpu`: our own engine. The others are TensorFlow.js. */
export const backendNames = ['cpu', 'tensorflow-gpu', 'webgpu', 'wasm'] as const
export type BackendName = (typeof backendNames)[number]

/** What a person asks for; `auto`: the fastest that passes on this machine. */
export type BackendChoice = BackendName | 'auto'

/** How far a backend got on this machine. */
export type BackendState =
  /** Passed its self-test. */
  | 'usable'
  /** Could run, but was never tried here. */
  | 'untried'
  /** Something has to be put in place first (`missing` says what). */
  | 'missing'
  /** Ran and computed wrongly, or not at all. */
  | 'refused'
  /** Took its process down, or hung; not tried again unless asked for. */
  | 'crashed'

/** Why a backend is not usable; the window has a text for each.
 *  `no-adapter`: no graphics adapter that computes, or only a software one. `window-only`: runs in the window alone, and
 *  this is the command line. */
export const backendLacks = ['not-installed', 'no-adapter', 'window-only', 'unsupported-platform'] as const
export type BackendLack = (typeof backendLacks)[number]

/** What is known of one backend on this machine. */
export interface BackendStatus {
  readonly name: BackendName
  readonly state: BackendState
  readonly lack: BackendLack | null
  /** `2 threads`, name of the graphics card, `CPU device of TensorFlow 2.15.1`; empty when unknown. */
  readonly device: string
  /** True on a graphics card. */
  readonly accelerated: boolean
  /** Worst relative error of any gradient against the golden vectors; `null`: not tested. Refused above 1e-3. */
  readonly worstError: number | null
  /** Milliseconds of a training step of the yardstick (`yardstick`), the median of about a second; `null`: not measured. */
  readonly stepMs: number | null
  /** What went wrong, as it was said; empty when nothing did. */
  readonly detail: string
  readonly checkedAtMs: number | null
  /** What went wrong was the moment's (memory was full, a page was slow): the next start of the program forgets it. */
  readonly passing?: boolean
  /** Bytes that it takes on the disk where a person had it put in place. */
  readonly installedBytes?: number
}

export const untriedBackend = (name: BackendName): BackendStatus => ({
  name,
  state: 'untried',
  lack: null,
  device: '',
  accelerated: false,
  worstError: null,
  stepMs: null,
  detail: '',
  checkedAtMs: null,
})

/** Sizes of the training step by which backends are compared: 64 → 8 electrodes, two seconds at 160 Hz. */
export const yardstick = { channels: 64, neurons: 8, samples: 320, classes: 4, batch: 64 } as const

/** The backend that runs and why. */
export interface BackendDecision {
  readonly backend: BackendName
  readonly device: string
  /** `chosen`: by the person. `fastest`: of those that passed. `only`: the only one that passed. `fallback`: the one asked
   *  for, or that ran before, does not work (`detail` says why). */
  readonly reason: 'chosen' | 'fastest' | 'only' | 'fallback'
  readonly detail: string
}

/** A backend was lost while learning, and another went on from its last snapshot. */
export interface BackendSwitch {
  readonly from: BackendName
  readonly to: BackendName
  /** Optimiser steps that the other one took over. */
  readonly step: number
  /** What happened, as it was said. */
  readonly why: string
}

/** A backend that took the process of its job with it, or hung it; the job goes on without it. */
export interface LostBackend {
  readonly backend: BackendName
  /** Optimiser steps that are not lost. */
  readonly step: number
  /** What happened, as it was said. */
  readonly why: string
}

/** What was learned on, from the decision to the end. `backend` and `device` are the last ones. */
export interface BackendUse extends BackendDecision {
  readonly switches: readonly BackendSwitch[]
}
