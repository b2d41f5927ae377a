/**
 * Where the bundle of the page's first worker begins: the room of worker.js, tied to the page that started it.
 *
 * @import {Port} from './worker.js'
 */

import {serve} from './worker.js'

serve(/** @type {Port} */ (/** @type {unknown} */ (globalThis)), null)
