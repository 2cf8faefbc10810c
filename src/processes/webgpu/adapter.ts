import type { WebgpuAdapter } from '../../ipc/webgpuPage'

/** The part of WebGPU that is needed to know an adapter (W3C WebGPU, 4.2). Older Chromium says `isFallbackAdapter` of the
 *  adapter, newer ones of its info. */
export interface Gpu {
  requestAdapter(options: { powerPreference: 'high-performance' }): Promise<AdapterLike | null>
}
interface AdapterLike {
  readonly info: AdapterInfo
  readonly isFallbackAdapter?: boolean
}
export interface AdapterInfo {
  readonly vendor: string
  readonly architecture: string
  readonly device: string
  readonly description: string
  readonly isFallbackAdapter?: boolean
}

/** Adapters that compute on the processor: SwiftShader, Mesa's llvmpipe and lavapipe, and Windows' WARP. */
const softwareNames = /swiftshader|llvmpipe|lavapipe|softpipe|\bwarp\b|basic render/i

const makers: Readonly<Record<string, string>> = {
  amd: 'AMD',
  apple: 'Apple',
  arm: 'Arm',
  google: 'Google',
  intel: 'Intel',
  microsoft: 'Microsoft',
  nvidia: 'NVIDIA',
  qualcomm: 'Qualcomm',
}

/** The adapter that TensorFlow.js will be given too, as it asks in the same way; `null`: there is none. */
export async function findAdapter(gpu: Gpu | undefined): Promise<WebgpuAdapter | null> {
  const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' })
  if (!adapter) return null
  const { info } = adapter
  const fallback = info.isFallbackAdapter ?? adapter.isFallbackAdapter ?? false
  const names = [info.vendor, info.architecture, info.device, info.description]
  return { device: nameOf(info), accelerated: !fallback && !names.some((name) => softwareNames.test(name)) }
}

function nameOf({ vendor, architecture, device, description }: AdapterInfo): string {
  if (description) return description
  const parts = [makers[vendor] ?? vendor, architecture || device].filter((part) => part !== '')
  return parts.join(' ') || 'Unnamed graphics adapter'
}
