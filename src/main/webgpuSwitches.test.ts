import { describe, expect, test } from 'vitest'
import { isWayland, isWonByRestart, webgpuSwitches, type GraphicsMachine } from './webgpuSwitches'

const asked: GraphicsMachine = { platform: 'linux', wish: 'on', wayland: false, failedBefore: false }
const namesFor = (change: Partial<GraphicsMachine>): string[] =>
  webgpuSwitches({ ...asked, ...change }).map(([name, value]) => (value ? `${name}=${value}` : name))

describe('webgpuSwitches', () => {
  test('who asks for WebGPU under X11 has the program draw through Vulkan', () => {
    expect(namesFor({})).toEqual(['enable-unsafe-webgpu', 'enable-features=Vulkan'])
  })

  test.each([
    ['nobody asked', { wish: 'auto' }],
    ['it was turned off', { wish: 'off' }],
    ['the window is one of Wayland', { wayland: true }],
    ['the last start with them showed no window', { failedBefore: true }],
    ['Windows needs none', { platform: 'win32' }],
    ['macOS needs none', { platform: 'darwin' }],
  ] as const)('there are none where %s', (_why, change) => {
    expect(namesFor(change)).toEqual([])
  })

  test('the adapter in software is to be had anywhere', () => {
    for (const platform of ['linux', 'win32', 'darwin'] as const) {
      expect(namesFor({ platform, wish: 'software', wayland: true })).toContain('use-webgpu-adapter=swiftshader')
    }
  })
})

describe('isWayland', () => {
  test.each([
    [{ XDG_SESSION_TYPE: 'x11', DISPLAY: ':0' }, '', false],
    [{ XDG_SESSION_TYPE: 'wayland', DISPLAY: ':0' }, '', true],
    [{ WAYLAND_DISPLAY: 'wayland-0' }, '', true],
    [{ XDG_SESSION_TYPE: 'wayland' }, 'x11', false],
    [{ XDG_SESSION_TYPE: 'x11' }, 'wayland', true],
    [{ XDG_SESSION_TYPE: 'wayland', ELECTRON_OZONE_PLATFORM_HINT: 'x11' }, '', false],
    [{ XDG_SESSION_TYPE: 'wayland', ELECTRON_OZONE_PLATFORM_HINT: 'auto' }, '', true],
  ])('%o with --ozone-platform=%s: %s', (env, platform, expected) => {
    expect(isWayland(env, platform)).toBe(expected)
  })
})

test.each([
  [{ platform: 'linux', wayland: false, wish: null }, true],
  [{ platform: 'linux', wayland: true, wish: null }, false],
  [{ platform: 'linux', wayland: false, wish: 'off' }, false],
  [{ platform: 'win32', wayland: false, wish: null }, false],
] as const)('another start is offered only where it gives the graphics card: %o', (desktop, offered) =>
  expect(isWonByRestart(desktop)).toBe(offered),
)
