/** Channels between main and the hidden page that learns on the graphics card. */

/** Main → page: carries the port that learners are served on, and nothing else. */
export const webgpuPortChannel = 'sparsecap:webgpu-port'
/** Page → main: `WebgpuNews`. */
export const webgpuNewsChannel = 'sparsecap:webgpu-news'
/** `type` of the window message that hands the port to the page. */
export const webgpuPortMessage = 'sparsecap:webgpu'

/** The graphics adapter that the page was given. */
export interface WebgpuAdapter {
  /** Maker and family: `NVIDIA ampere`, `Google swiftshader`; browsers tell no more. */
  readonly device: string
  /** False for an adapter in software. */
  readonly accelerated: boolean
}

export type WebgpuNews =
  /** Said once, when the page is there; `null`: no adapter at all. From now on it takes a port. */
  | { readonly type: 'adapter'; readonly adapter: WebgpuAdapter | null }
  /** The graphics card stopped working for this page. */
  | { readonly type: 'lost'; readonly why: string }
  /** The other end closed the port and the learners are gone. */
  | { readonly type: 'done' }

/** What the preload script gives to the page. */
export interface WebgpuHost {
  tell(news: WebgpuNews): void
}
