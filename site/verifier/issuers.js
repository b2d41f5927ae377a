/**
 * What a report says of whoever signed: the DID or address, the registry's name for it, the host that it names.
 *
 * @import {IssuerFacts, RegistryIssuer} from './types.js'
 */

import {authorityFrom, didWebPlace} from './did.js'

/**
 * @param {string} did
 *   One whose proof held.
 * @param {RegistryIssuer | null} known
 *   The registry's word on it, null where no registry knows it: what a stranger calls itself is not shown as a fact.
 * @returns {IssuerFacts}
 */
export function issuerFacts(did, known) {
  const address = did.startsWith('https://') ? did : (didWebPlace(did)?.address ?? '')
  const host = authorityFrom(address.replace(/^https:\/\/|[/?#].*$/gs, ''), ':')
  return {id: did, name: known?.name ?? null, domain: host?.split(':')[0] ?? null}
}
