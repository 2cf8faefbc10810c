import { BrowserWindow } from 'electron'
import type { Contract, Topic } from '../ipc/define'
import { channelName } from '../ipc/define'

export type Publisher<C> = {
  [Area in keyof C]: {
    [Name in keyof C[Area] as C[Area][Name] extends Topic<unknown> ? Name : never]: C[Area][Name] extends Topic<
      infer Payload
    >
      ? (payload: Payload) => void
      : never
  }
}

/** A function for every topic of the contract, sending to whatever window is open. */
export function createPublisher<C extends Contract>(contract: C): Publisher<C> {
  const publisher: Record<string, Record<string, (payload: unknown) => void>> = {}
  for (const [area, entries] of Object.entries(contract)) {
    publisher[area] = {}
    for (const [name, entry] of Object.entries(entries)) {
      if (entry.kind !== 'topic') continue
      publisher[area][name] = (payload) => {
        for (const window of BrowserWindow.getAllWindows()) window.webContents.send(channelName(area, name), payload)
      }
    }
  }
  return publisher as Publisher<C>
}
