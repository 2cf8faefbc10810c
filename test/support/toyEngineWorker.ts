import { followOrders } from '../../src/jobs/learning/engineCrewOrders'
import { createToyThread } from './toyEngine'

followOrders(createToyThread)
