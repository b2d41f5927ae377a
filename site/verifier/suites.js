/**
 * The cryptosuites beside eddsa-rdfc-2022 (vc-di-eddsa 1.0, section 3.3; vc-di-ecdsa 1.0, sections 3.2 and 3.3).
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

/** @type {ReadonlyMap<string, Suite>} */
export const suites = new Map([
  ['eddsa-jcs-2022', {hashes: eddsa, isJson: true}],
  ['ecdsa-rdfc-2019', {hashes: ecdsa, isJson: false}],
  ['ecdsa-jcs-2019', {hashes: ecdsa, isJson: true}]
])
