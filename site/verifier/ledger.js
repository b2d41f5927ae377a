/**
 * Step 10: the issuer's public ledger (docs/formats.md), which only those can write to who keep the registry.
 *
 * @import {Environment, JsonObject, LedgerPart, RegistryIssuer, RegistryList, Signer} from './types.js'
 */

import {jcsDigest} from './canon.js'
import {without} from './closed.js'
import {CheckError, failed, unchecked} from './errors.js'
import {parseJson} from './parse.js'
import {indexForm, ledgerPartFromJson, partSize, RegistryFormError} from './registry.js'
import {isObject, many, member, text, typesOf} from './values.js'

/**
 * The index that a status entry names; null unless it is decimal digits, at most nine, without a leading zero.
 *
 * @param {JsonObject} entry
 * @returns {number | null}
 */
export function indexFromEntry(entry) {
  const digits = text(member(entry, 'statusListIndex'))
  return digits !== null && indexForm.test(digits) ? Number(digits) : null
}

/**
 * The credential's place in a status list of a known issuer: its first BitstringStatusListEntry of purpose revocation.
 *
 * @param {JsonObject} document
 * @param {RegistryIssuer} known
 * @returns {{list: RegistryList, index: number} | null}
 */
export function placeOf(document, known) {
  const entry = many(member(document, 'credentialStatus')).find(
    (one) =>
      isObject(one) &&
      typesOf(one).has('BitstringStatusListEntry') &&
      text(member(one, 'statusPurpose')) === 'revocation'
  )
  if (!isObject(entry)) return null
  const index = indexFromEntry(entry)
  const list = known.lists.get(text(member(entry, 'statusListCredential')) ?? '')
  return index === null || list === undefined ? null : {list, index}
}

/**
 * The address of the part of a ledger that an index stands in; null where the registry names no such part.
 *
 * @param {RegistryList} list
 * @param {number} index
 * @returns {string | null}
 */
export function partAddress(list, index) {
  const part = Math.floor(index / partSize)
  return list.parts.has(part) ? `${list.ledger}${part}.json` : null
}

/**
 * The part of a ledger that an index stands in.
 *
 * @param {RegistryList} list
 * @param {number} index
 * @param {Environment} environment
 * @returns {Promise<LedgerPart | null>}
 *   Null where the registry names no such part.
 * @throws {CheckError}
 *   `ledger_unreachable`, `ledger_malformed`.
 */
export async function readPart(list, index, {read, limits}) {
  const part = Math.floor(index / partSize)
  const address = partAddress(list, index)
  if (address === null) return null
  const bytes = await read(address)
  if (bytes === null) throw unchecked('ledger_unreachable')
  try {
    const value = parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth})
    return ledgerPartFromJson(value, {list: list.name, part})
  } catch (error) {
    if (error instanceof CheckError || error instanceof RegistryFormError) throw unchecked('ledger_malformed')
    throw error
  }
}

/**
 * Step 10 for a known issuer.
 *
 * @param {JsonObject} document
 * @param {RegistryIssuer} known
 * @param {Signer} signer
 * @param {Environment} environment
 * @param {{keyPassed: boolean}} steps
 *   How step 6 ended.
 * @returns {Promise<string>}
 *   The day it was issued on.
 * @throws {CheckError}
 *   The first rule of step 10 that does not hold.
 */
export async function checkLedger(document, known, signer, environment, {keyPassed}) {
  const key = known.keys.get(signer.id)
  const state = keyPassed && key !== undefined ? key.state : 'current'
  const absent = failed(state === 'current' ? 'not_in_ledger' : `not_in_ledger_key_${state}`)
  // 10.1, 10.2
  const place = placeOf(document, known)
  if (place === null) throw absent
  const {list, index} = place
  const part = await readPart(list, index, environment)
  const entry = part?.entries.get(index)
  // 10.3
  if (part === null || entry === undefined) throw absent
  // 10.4
  if (entry.digest !== (await jcsDigest(without(document, 'proof')))) throw failed('ledger_differs')
  if (`${known.id}#${entry.key}` !== signer.id) throw failed('ledger_key_differs')
  if (key === undefined || entry.issued < key.fromDay || (key.untilDay !== null && entry.issued > key.untilDay)) {
    throw failed('ledger_outside_key_window')
  }
  // 10.5
  if (key.state === 'compromised') {
    const trusted = key.trusted.get(list.name)?.get(Math.floor(index / partSize))
    if (trusted !== (await jcsDigest(part.rawEntries))) throw failed('ledger_not_trusted')
  }
  return entry.issued
}
