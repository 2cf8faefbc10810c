/** The one channel outside the contract: it carries no data, only the port that samples flow through. */
export const streamPortChannel = 'sparsecap:stream-port'
/** `type` of the window message that hands the port to the page. */
export const streamPortMessage = 'sparsecap:stream'
