/**
 * Where the bundle of the page's first worker begins: the room of worker.js, tied to the page that started it.
 *
 * @import {Port} from './worker.js'
 */

import {terms} from './material.js'
import {serve} from './worker.js'

const addresses = Object.keys(terms).flatMap((list) => list.split(' '))
serve(/** @type {Port} */ (/** @type {unknown} */ (globalThis)), {contexts: new Map(addresses.map((one) => [one, {}])), more: null})
