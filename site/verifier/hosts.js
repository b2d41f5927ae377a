/**
 * Which host an address and an issuer are on: what nobody signed counts only where its issuer is at home. Twin of
 * builder/testamur/verify/hosts.py.
 */

import {authorityFrom, didWebPlace} from './did.js'

/**
 * The host of an https address with its port where that is not 443; null for another scheme, and for what no did:web could have.
 *
 * @param {string} address
 * @returns {string | null}
 */
export function httpsHost(address) {
  const authority = /^https:\/\/([^/?#]*)/.exec(address)?.[1]
  return authority === undefined ? null : (authorityFrom(authority, ':')?.replace(/:443$/, '') ?? null)
}

/**
 * The host of a did:web or of an https issuer; null for any other.
 *
 * @param {string} issuer
 * @returns {string | null}
 */
export function hostOfIssuer(issuer) {
  return httpsHost(issuer.startsWith('https://') ? issuer : (didWebPlace(issuer)?.address ?? ''))
}

/**
 * Whether an https address is on the host of an issuer.
 *
 * @param {string} address
 * @param {string} issuer
 */
export function isOnHostOf(address, issuer) {
  const host = hostOfIssuer(issuer)
  return host !== null && httpsHost(address) === host
}
