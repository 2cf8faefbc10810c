import { contextBridge, ipcRenderer } from 'electron'
import { webgpuNewsChannel, webgpuPortChannel, webgpuPortMessage, type WebgpuHost } from '../ipc/webgpuPage'

const host: WebgpuHost = { tell: (news) => ipcRenderer.send(webgpuNewsChannel, news) }
contextBridge.exposeInMainWorld('webgpuHost', host)

// Ports cannot cross the context bridge; a message to the page itself can carry one.
ipcRenderer.on(webgpuPortChannel, (event) => window.postMessage({ type: webgpuPortMessage }, '*', event.ports))
