/**
 * The rooms that most credentials can do without, all of them, for Node. A page loads a chunk of them when a credential needs it
 * (docs/decisions/0155): a room of the first worker reaches them through the `more` of the environment alone and must not import them.
 */

import {rooms as containers} from './containers.chunk.js'
import {rooms as further} from './further.chunk.js'
import {rooms as jsonld} from './jsonld.chunk.js'
import {rooms as signing} from './signing.chunk.js'

export const more = Object.freeze({...containers, ...further, ...jsonld, ...signing})
