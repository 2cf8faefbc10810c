import { createEngineThread } from '../../core/engine/thread'
import { followOrders } from './engineCrewOrders'

/** Entry of a worker: one thread of the engine. */
followOrders(createEngineThread)
