import { contextBridge, ipcRenderer, webUtils } from 'electron'
import { contract } from '../ipc/contract'
import type { Contract } from '../ipc/define'
import { channelName } from '../ipc/define'
import type { Bridge } from '../ipc/client'
import { streamPortChannel, streamPortMessage } from '../ipc/streamPort'

/** Channels of the contract and no others: the page can reach nothing that is not written there. */
const channels = { call: new Set<string>(), topic: new Set<string>() }
for (const [area, entries] of Object.entries<Contract[string]>(contract)) {
  for (const [name, entry] of Object.entries(entries)) channels[entry.kind].add(channelName(area, name))
}

const bridge: Bridge = {
  invoke: (channel, input) =>
    channels.call.has(channel)
      ? ipcRenderer.invoke(channel, input)
      : Promise.reject(new Error(`No call named ${channel}`)),
  on(channel, listener) {
    if (!channels.topic.has(channel)) throw new Error(`No topic named ${channel}`)
    const forward = (_event: unknown, payload: unknown) => listener(payload)
    ipcRenderer.on(channel, forward)
    return () => ipcRenderer.removeListener(channel, forward)
  },
  pathsOf: (files) => files.map((file) => webUtils.getPathForFile(file)),
}
contextBridge.exposeInMainWorld('sparsecap', bridge)

// Ports cannot cross the context bridge; a message to the page itself can carry one.
ipcRenderer.on(streamPortChannel, (event) => window.postMessage({ type: streamPortMessage }, '*', event.ports))
