/**
 * Where the bundle of the full worker begins, which checks what the first one has not all the rooms for.
 *
 * @import {Port} from './worker.js'
 */

import {contexts} from './material.js'
import {more} from './more.js'
import {serve} from './worker.js'

serve(/** @type {Port} */ (/** @type {unknown} */ (globalThis)), {contexts, more})
