import type { Bridge } from '../ipc/client'

declare global {
  interface Window {
    readonly sparsecap: Bridge
  }
}
