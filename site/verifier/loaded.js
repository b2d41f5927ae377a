/**
 * The rooms that a page has loaded so far, in the form of all of them (more.js): who takes one that is not there says by that which chunk
 * is needed.
 *
 * @import {More} from './types.js'
 */

import {NeedsMore} from './errors.js'

/** Where each room is that is not in `further`. */
const homes = new Map([
  ...['checkByLibrary', 'expandedForm', 'statementsOf'].map((name) => /** @type {const} */ ([name, 'jsonld'])),
  ...[
    ...['didJwkDocument', 'furtherSuite', 'keyFromMulticodec', 'methodAt', 'publicKeyFromJwk', 'readPresentingToken', 'readToken'],
    ...['saidByToken', 'verifyPresentingToken', 'verifyToken']
  ].map((name) => /** @type {const} */ ([name, 'signing'])),
  ['opened', 'containers']
])

/**
 * @param {Partial<More>} rooms
 *   Those that are there.
 * @returns {More}
 *   To take one of the others throws `NeedsMore` with the name of its chunk.
 */
export function asLoaded(rooms) {
  return new Proxy(/** @type {More} */ (rooms), {
    get(target, name) {
      if (!(name in target)) throw new NeedsMore(homes.get(String(name)) ?? 'further')
      return target[/** @type {keyof More} */ (name)]
    }
  })
}
