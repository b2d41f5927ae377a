/**
 * The kinds of proof beside eddsa-rdfc-2022 and eddsa-jcs-2022 (vc-di-eddsa 1.0, section 3.3; EdDSA Cryptosuite v2020; vc-di-ecdsa 1.0, sections 3.2 and 3.3).
 *
 * @import {Suite} from './proof.js'
 */

/** @type {Suite['hashes']} */
const eddsa = new Map([['Ed25519', 'SHA-256']])
/** @type {Suite['hashes']} */
const ecdsa = new Map([
  ['P-256', 'SHA-256'],
  ['P-384', 'SHA-384']
])

/** @type {NonNullable<Suite['verifyDerived']>} */
const verifyDerived = async (...asked) => (await import('./disclosure.chunk.js')).verifyDerived(...asked)

/** @type {ReadonlyMap<string, Suite>} */
const suites = new Map([
  ['ecdsa-rdfc-2019', {hashes: ecdsa, isJson: false}],
  ['ecdsa-jcs-2019', {hashes: ecdsa, isJson: true}],
  ['ecdsa-sd-2023', {hashes: new Map([['P-256', 'SHA-256']]), isJson: false, verifyDerived}]
])

/**
 * The suite of a proof by its type and its cryptosuite, null where there is no such row.
 *
 * @param {string | null} type
 * @param {string | null} name
 *   Null for a proof without one.
 * @returns {Suite | null}
 */
export function furtherSuite(type, name) {
  if (type === 'DataIntegrityProof' && name !== null) return suites.get(name) ?? null
  // From before there were cryptosuites: the same stages as eddsa-rdfc-2022.
  return type === 'Ed25519Signature2020' && name === null ? {hashes: eddsa, isJson: false} : null
}
