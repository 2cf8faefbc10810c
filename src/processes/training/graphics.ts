import type { GraphicsLack } from '../../ipc/trainingProcess'
import type { BackendsElsewhere } from '../../jobs/learning/backendSource'

/** The backends elsewhere, with what main found out about the graphics card. */
export function withGraphics(elsewhere: BackendsElsewhere, { webgpu }: GraphicsLack): BackendsElsewhere {
  if (!elsewhere.webgpu) return elsewhere
  return { ...elsewhere, webgpu: { ...elsewhere.webgpu, lack: async () => webgpu } }
}
