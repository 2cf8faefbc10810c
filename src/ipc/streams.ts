/** From the streaming process to the page over a MessagePort, about twenty a second, typed arrays by copy. */
export type { StreamMessage, StreamStatus } from '../core/domain/stream'
