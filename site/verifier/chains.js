/**
 * Proof chains: which proofs another one follows (VC Data Integrity 1.0, sections 2.1.2 and 4.5). A chain is checked link by link: a proof
 * that follows others is over the document with exactly those in it. Twin of chains.py beside builder/testamur/verify/.
 *
 * @import {JsonObject, JsonValue} from './types.js'
 */

import {failed} from './errors.js'
import {many, text} from './values.js'

/**
 * The proofs that one of a document's proofs follows, in the order in which it names them. Whether any of them holds is not asked.
 *
 * @param {readonly JsonObject[]} proofs
 *   All of the document's; their number is bounded by the caller.
 * @param {JsonObject} proof
 *   One of them, with a `previousProof`.
 * @returns {JsonObject[]}
 * @throws {CheckError}
 *   `proof_malformed`, `proof_previous_missing`, `proof_chain_cycle`.
 */
export function previousProofs(proofs, proof) {
  const found = namesOf(proof).map((name) => {
    if (typeof name !== 'string') throw failed('proof_malformed')
    const named = proofs.filter((each) => text(each.id) === name)
    if (named.length !== 1) throw failed('proof_previous_missing')
    return named[0]
  })
  const own = text(proof.id)
  if (own !== null && reached(proofs, proof).has(own)) throw failed('proof_chain_cycle')
  return found
}

/**
 * @param {JsonObject} proof
 * @returns {JsonValue[]}
 */
function namesOf(proof) {
  return Object.hasOwn(proof, 'previousProof') ? many(proof.previousProof) : []
}

/**
 * The ids of every proof before this one; the links of others are followed as far as they can be.
 *
 * @param {readonly JsonObject[]} proofs
 * @param {JsonObject} proof
 */
function reached(proofs, proof) {
  /** @type {Set<string>} */
  const ids = new Set()
  const waiting = [proof]
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const name of namesOf(next)) {
      if (typeof name !== 'string' || ids.has(name)) continue
      ids.add(name)
      waiting.push(...proofs.filter((each) => text(each.id) === name))
    }
  }
  return ids
}
