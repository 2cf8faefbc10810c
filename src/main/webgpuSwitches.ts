/** How a person asks for WebGPU: `SPARSECAP_WEBGPU`, or choosing that backend (then `on`). */
const webgpuWishes = ['auto', 'on', 'off', 'software'] as const
export type WebgpuWish = (typeof webgpuWishes)[number]

/** `null`: the variable is not set, or to something else. */
export const environmentWish = (env = process.env): WebgpuWish | null =>
  webgpuWishes.find((wish) => wish === env['SPARSECAP_WEBGPU']) ?? null

/** What decides over the switches. */
export interface GraphicsMachine {
  readonly platform: NodeJS.Platform
  readonly wish: WebgpuWish
  /** The window talks to Wayland itself, not through X11. */
  readonly wayland: boolean
  /** The last start with the switches never showed the window. */
  readonly failedBefore: boolean
}

export type CommandLineSwitch = readonly [name: string, value?: string]

const vulkan: readonly CommandLineSwitch[] = [['enable-unsafe-webgpu'], ['enable-features', 'Vulkan']]
const swiftShader: readonly CommandLineSwitch[] = [
  ['use-vulkan', 'swiftshader'],
  ['use-webgpu-adapter', 'swiftshader'],
]

/** Chromium's switches for this start. On Linux it gives pages no graphics card unless the whole program draws through
 *  Vulkan; that is an experiment of Chromium's still, so no window is drawn so unless its person asked for it, and never
 *  on Wayland, where the window would not appear (electron/electron#41763, gpuweb/gpuweb#5022). Windows and macOS need none. */
export function webgpuSwitches({
  platform,
  wish,
  wayland,
  failedBefore,
}: GraphicsMachine): readonly CommandLineSwitch[] {
  if (wish === 'software') return [...vulkan, ...swiftShader]
  return platform === 'linux' && wish === 'on' && !wayland && !failedBefore ? vulkan : []
}

/** What a person could change by starting the program anew. */
export interface Desktop extends Pick<GraphicsMachine, 'platform' | 'wayland'> {
  /** Of the environment; `null`: it says nothing. */
  readonly wish: WebgpuWish | null
}

/** Whether choosing WebGPU and starting anew gives pages a graphics card: on Linux alone, and never under Wayland. */
export const isWonByRestart = ({ platform, wayland, wish }: Desktop): boolean =>
  platform === 'linux' && wish === null && !wayland

/** Whether the window will be one of Wayland's: what Electron was told, else what the desktop is. Newer Electrons take the
 *  desktop's, older ones X11; a needless yes costs the graphics card, a needless no the window. */
export function isWayland(env: NodeJS.ProcessEnv, ozonePlatform: string): boolean {
  const told = ozonePlatform || env['ELECTRON_OZONE_PLATFORM_HINT'] || 'auto'
  if (told !== 'auto') return told !== 'x11'
  return env['XDG_SESSION_TYPE'] === 'wayland' || Boolean(env['WAYLAND_DISPLAY'])
}
