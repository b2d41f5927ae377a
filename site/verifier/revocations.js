/**
 * Step 8, the kind `1EdTechRevocationList` (1EdTech Revocation List Status Method 1.0): ids in a list that nobody signed. Such a list is
 * worth what its host is worth, so it counts only on the issuer's own. Twin of builder/testamur/verify/revocations.py.
 *
 * @import {Environment, JsonObject, JsonValue} from './types.js'
 */

import {CheckError, failed, unchecked} from './errors.js'
import {isOnHostOf} from './hosts.js'
import {parseJson} from './parse.js'
import {isHttpsAddress, isObject, many, member, text} from './values.js'

// The specification's name, and the one that most issuers write.
const listNames = ['revokedCredential', 'revokedCredentials']

/**
 * Refuse a credential whose id stands in the list that an entry names.
 *
 * @param {JsonObject} entry
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4 as a credential of the issuer.
 * @param {string} issuer
 * @param {Environment} environment
 * @returns {Promise<void>}
 *   When the list was written is not checked, since it does not say.
 * @throws {CheckError}
 */
export async function checkRevocations(entry, document, issuer, {read, limits}) {
  const address = text(member(entry, 'id'))
  if (address === null || !isHttpsAddress(address)) throw unchecked('status_address_malformed')
  if (!isOnHostOf(address, issuer)) throw unchecked('status_list_host')
  const named = text(member(document, 'id'))
  if (named === null) throw unchecked('status_credential_unnamed')
  const bytes = await read(address)
  if (bytes === null) throw unchecked('status_unreachable')
  let value
  try {
    value = parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
  } catch (error) {
    throw error instanceof CheckError ? unchecked('status_list_malformed') : error
  }
  const listed = listFrom(value)
  if (listed.id !== address) throw unchecked('status_list_id_differs')
  if (listed.issuer !== issuer) throw unchecked('status_list_issuer_differs')
  if (listed.revoked.has(named)) throw failed('status_revoked')
}

/**
 * @param {JsonValue} value
 * @returns {{id: string, issuer: string, revoked: Set<string>}}
 */
function listFrom(value) {
  const malformed = unchecked('status_list_malformed')
  if (!isObject(value)) throw malformed
  const [name, ...further] = listNames.filter((one) => Object.hasOwn(value, one))
  const stated = member(value, 'issuer')
  const id = text(member(value, 'id'))
  const issuer = text(stated !== undefined && isObject(stated) ? member(stated, 'id') : stated)
  if (name === undefined || further.length > 0 || id === null || issuer === null) throw malformed
  /** @type {Set<string>} */
  const revoked = new Set()
  for (const entry of many(value[name])) {
    const named = isObject(entry) ? member(entry, 'id') : undefined
    const state = isObject(entry) && Object.hasOwn(entry, 'revoked') ? entry.revoked : true
    if (typeof named !== 'string' || typeof state !== 'boolean') throw malformed
    if (state) revoked.add(named)
  }
  return {id, issuer, revoked}
}
