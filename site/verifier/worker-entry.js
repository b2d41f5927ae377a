/**
 * Where the bundle of the worker begins: the room of worker.js, tied to the page that started it and to the chunks that stand behind it in
 * the same program.
 *
 * @import {Contexts, More} from './types.js'
 * @import {Port} from './worker.js'
 */

import {asLoaded} from './loaded.js'
import {addresses} from './material.js'
import {serve} from './worker.js'

/** @typedef {{rooms?: Partial<More>, contexts?: Contexts}} Chunk */

serve(/** @type {Port} */ (/** @type {unknown} */ (globalThis)), () => {
  const chunks = ['containers', 'further', 'jsonld', 'signing'].map(
    (name) => /** @type {Record<string, Chunk | undefined>} */ (/** @type {unknown} */ (globalThis))[`testamurChunk_${name}`]
  )
  return {
    more: asLoaded(Object.assign({}, ...chunks.map((chunk) => chunk?.rooms))),
    // Without the library their addresses will do, since nothing reads them.
    contexts: chunks.find((chunk) => chunk?.contexts !== undefined)?.contexts ?? new Map(addresses.map((one) => [one, {}]))
  }
})
