import { describe, expect, test } from 'vitest'
import { findAdapter, type AdapterInfo, type Gpu } from './adapter'

const gpuWith = (info: Partial<AdapterInfo>, isFallbackAdapter?: boolean): Gpu => ({
  requestAdapter: async () => ({
    info: { vendor: '', architecture: '', device: '', description: '', ...info },
    isFallbackAdapter,
  }),
})

describe('findAdapter', () => {
  test('a page without WebGPU, and one that is given nothing, have no adapter', async () => {
    expect(await findAdapter(undefined)).toBeNull()
    expect(await findAdapter({ requestAdapter: async () => null })).toBeNull()
  })

  test.each([
    [{ vendor: 'nvidia', architecture: 'ampere' }, 'NVIDIA ampere'],
    [{ vendor: 'apple', architecture: 'common-3' }, 'Apple common-3'],
    [{ vendor: 'intel', architecture: '', device: '0x9a49' }, 'Intel 0x9a49'],
    [{ vendor: 'amd', architecture: 'rdna-2', description: 'Radeon RX 6800' }, 'Radeon RX 6800'],
    [{}, 'Unnamed graphics adapter'],
  ])('a graphics card is named as far as the browser tells: %o', async (info, device) => {
    expect(await findAdapter(gpuWith(info))).toEqual({ device, accelerated: true })
  })

  test.each([
    [{ vendor: 'google', architecture: 'swiftshader' }, undefined],
    [{ vendor: 'mesa', architecture: 'llvmpipe' }, undefined],
    [{ vendor: 'microsoft', architecture: 'warp' }, undefined],
    [{ vendor: 'microsoft', description: 'Microsoft Basic Render Driver' }, undefined],
    [{ vendor: 'nvidia', architecture: 'ampere', isFallbackAdapter: true }, undefined],
    [{ vendor: 'unheard-of' }, true],
  ])('an adapter in software is not taken for a graphics card: %o', async (info, fallback) => {
    expect((await findAdapter(gpuWith(info, fallback)))?.accelerated).toBe(false)
  })
})
