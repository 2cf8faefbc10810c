import type { AreaHandlers, MainContext } from './context'

export function backendHandlers({ backends, jobs }: MainContext): AreaHandlers<'backends'> {
  return {
    known: () => backends.known(),
    survey: () => backends.survey(),
    choose: ({ choice }) => backends.choose(choice),
    check: async ({ names }) => jobs.start({ kind: 'backends', names, webgpu: await backends.webgpuLack() }),
    installTensorflow: async () => jobs.start({ kind: 'install-tensorflow', webgpu: await backends.webgpuLack() }),
    removeTensorflow: async () => jobs.start({ kind: 'remove-tensorflow', webgpu: await backends.webgpuLack() }),
  }
}
