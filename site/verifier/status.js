/**
 * Step 8: whether it was withdrawn or paused (Bitstring Status List 1.0; entries.js and revocations.js have what few use, bits.js what a
 * list's text unpacks to). A status list is a credential of its own, so it is read, shaped and proved by the same steps; every entry of a
 * credential is looked at, and the worst news wins.
 *
 * @import {Token} from './tokens.js'
 * @import {Environment, JsonObject, ListFacts, RegistryIssuer} from './types.js'
 */

import {bytesFromBase64url, decodeList} from './bits.js'
import {checkClosed} from './closed.js'
import {CheckError, failed, unchecked} from './errors.js'
import {indexFromEntry, readPart} from './ledger.js'
import {canonicalDocument, checkKey, verifySignatures} from './proof.js'
import {beginningOf, checkShape, endOf, issuerId, readCredential, subjectOf} from './shape.js'
import {instantMs, isHttpsAddress, isObject, many, member, one, text, typesOf} from './values.js'

const minEntries = 131_072 // section 6.1: an index hides among many

/**
 * @typedef {object} ListKind
 *   How an entry, its list and the list's subject are called, and how its bits are written.
 * @property {string} entry
 * @property {string} credential
 * @property {string} subject
 * @property {(encoded: string) => Uint8Array<ArrayBuffer> | null} bytesFrom
 *
 * @typedef {object} Wanted
 *   What an entry asks for: `size` bits at the place `index` of the list at `address`.
 * @property {ListKind} kind
 * @property {string} address
 * @property {number} index
 * @property {string} purpose
 * @property {number} size
 */

/** @type {ListKind} */
export const bitstring = {
  entry: 'BitstringStatusListEntry',
  credential: 'BitstringStatusListCredential',
  subject: 'BitstringStatusList',
  bytesFrom: bytesFromBase64url
}

/** Purposes that say something of a credential without withdrawing it, and what a bit of theirs is called. */
const informing = new Map([
  ['message', 'status_message'],
  ['refresh', 'status_refresh']
])

/**
 * @typedef {object} StatusCheck
 *   What the entries of one credential are checked with, and what is learnt on the way.
 * @property {string} issuer
 * @property {RegistryIssuer | null} known
 * @property {Environment} environment
 * @property {ListFacts | null} lastList
 *   The last list whose proof held and whose key passed.
 */

/** A list is well signed, but only later than the moment of the check. */
class SignedLater extends Error {}

/**
 * Step 8 for a credential that has a status.
 *
 * @param {JsonObject} document
 *   Must have passed steps 2 to 4.
 * @param {StatusCheck} check
 * @returns {Promise<void>}
 * @throws {CheckError}
 *   What the worst entry says.
 */
export async function checkStatus(document, check) {
  /** @type {CheckError[]} */
  const endings = []
  for (const entry of many(member(document, 'credentialStatus'))) {
    try {
      await checkEntry(isObject(entry) ? entry : {}, document, check)
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      endings.push(error)
    }
  }
  const worst =
    endings.find(({code}) => code === 'status_revoked') ??
    endings.find(({code}) => code === 'status_on_hold') ??
    // What is left that failed informs, and says less than what nobody could look at.
    endings.find(({outcome}) => outcome === 'could_not_check') ??
    endings[0]
  if (worst !== undefined) throw worst
}

/**
 * @param {JsonObject} entry
 * @param {JsonObject} document
 * @param {StatusCheck} check
 */
async function checkEntry(entry, document, check) {
  const {limits, more} = check.environment
  // 8.2 the entry's form
  const type = text(member(entry, 'type'))
  let wanted = wantedUsually(entry)
  if (wanted === null) {
    if (type === '1EdTechRevocationList') return more.checkRevocations(entry, document, check.issuer, check.environment)
    wanted = more.wantedFromEntry(entry, limits)
  }
  // 8.3 to 8.7 the list and its bits
  let number
  try {
    number = await readNumber(wanted, check)
  } catch (error) {
    if (error instanceof SignedLater) return checkEvents(wanted, check)
    throw error
  }
  // 8.8 what they mean
  if (number === 0) return
  const informs = informing.get(wanted.purpose)
  if (informs !== undefined) throw failed(informs)
  if (wanted.purpose === 'revocation' && !(await isHeld(wanted, check))) throw failed('status_revoked')
  throw failed('status_on_hold')
}

/**
 * What an entry of the usual kind asks for, null for one of another.
 *
 * @param {JsonObject} entry
 * @returns {Wanted | null}
 * @throws {CheckError}
 *   As `placeFromEntry`.
 */
export function wantedUsually(entry) {
  const purpose = text(member(entry, 'statusPurpose'))
  const isUsual = !Object.hasOwn(entry, 'statusSize') && !Object.hasOwn(entry, 'statusMessage')
  if (!isUsual || text(member(entry, 'type')) !== bitstring.entry || (purpose !== 'revocation' && purpose !== 'suspension')) return null
  return {...placeFromEntry(entry), kind: bitstring, purpose, size: 1}
}

/**
 * Where an entry points.
 *
 * @param {JsonObject} entry
 * @returns {{address: string, index: number}}
 * @throws {CheckError}
 *   `status_index_malformed`, `status_address_malformed`, `status_entry_id`.
 */
export function placeFromEntry(entry) {
  const index = indexFromEntry(entry)
  if (index === null) throw unchecked('status_index_malformed')
  const address = one(member(entry, 'statusListCredential'))
  if (!isHttpsAddress(address)) throw unchecked('status_address_malformed')
  if (Object.hasOwn(entry, 'id') && one(member(entry, 'id')) === address) throw unchecked('status_entry_id')
  return {address, index}
}

/**
 * Whether the holds list beside a status list says that an index is only paused. One that does not verify changes nothing.
 *
 * @param {Wanted} wanted
 * @param {StatusCheck} check
 * @returns {Promise<boolean>}
 */
async function isHeld({address, index}, check) {
  const list = check.known?.lists.get(address)
  if (list === undefined) return false
  try {
    return (await readNumber({kind: bitstring, address: list.holds, index, purpose: 'suspension', size: 1}, check)) !== 0
  } catch (error) {
    if (error instanceof CheckError || error instanceof SignedLater) return false
    throw error
  }
}

/**
 * What the ledger's dated events said at the moment of the check, where the list only speaks of later.
 *
 * @param {Wanted} wanted
 * @param {StatusCheck} check
 */
async function checkEvents({address, index, purpose}, check) {
  if (check.known === null || informing.has(purpose)) throw unchecked('status_list_not_yet_valid')
  const list = check.known.lists.get(address)
  if (list === undefined) throw unchecked('ledger_unreachable')
  let part
  try {
    part = await readPart(list, index, check.environment)
  } catch (error) {
    throw error instanceof CheckError ? unchecked('ledger_unreachable') : error
  }
  if (part === null) throw unchecked('ledger_unreachable')
  const day = new Date(check.environment.at).toISOString().slice(0, 10)
  const last = (part.events.get(index) ?? []).filter((event) => event.day <= day).at(-1)
  if (last?.event === 'revoke') throw failed('status_revoked')
  if (last?.event === 'suspend') throw failed('status_on_hold')
}

/**
 * The number that a list has at a place.
 *
 * @param {Wanted} wanted
 * @param {StatusCheck} check
 * @returns {Promise<number>}
 * @throws {CheckError | SignedLater}
 */
async function readNumber({kind, address, index, purpose, size}, check) {
  const {environment, issuer, known} = check
  const {at, limits} = environment
  const skew = limits.clock_skew_s * 1000
  // 8.3 read and shaped
  const bytes = await environment.read(address)
  if (bytes === null) throw unchecked('status_unreachable')
  const {document, token, canonical} = await readList(bytes, kind, environment)
  const subject = subjectOf(document)
  // 8.4 the list it should be
  if (one(member(document, 'id')) !== address) throw unchecked('status_list_id_differs')
  if (issuerId(document) !== issuer) throw unchecked('status_list_issuer_differs')
  if (!many(member(subject, 'statusPurpose')).includes(purpose)) throw unchecked('status_list_purpose_differs')
  // 8.5 its proof and key
  const [beginning, end] = [beginningOf(document), endOf(document)]
  const [from, until] = [instantMs(beginning), instantMs(end)]
  // A list signed later is judged at its own beginning: its proof is no fault, it only can't speak of the moment.
  const signedLater = from !== null && from > at + skew
  const asked = signedLater ? {...environment, at: from} : environment
  let signers
  try {
    signers = await verifySignatures(document, token, canonical, issuer, asked)
  } catch (error) {
    throw error instanceof CheckError ? unchecked('status_list_proof') : error
  }
  // Who serves a list could leave out when it ends.
  if (signers.some(({isDerived}) => isDerived)) throw unchecked('status_list_proof')
  for (const signer of signers) {
    try {
      checkKey(signer, known, asked)
    } catch (error) {
      throw error instanceof CheckError ? unchecked('status_list_key') : error
    }
    if (known !== null && known.keys.get(signer.id)?.state !== 'current') throw unchecked('status_list_key')
  }
  check.lastList = {list: address, signed: beginning, valid_until: end}
  // 8.6 its dates
  if (signedLater) throw new SignedLater()
  if (until !== null && until < at - skew) throw unchecked('status_list_expired')
  // 8.7 its bits
  const encoded = one(member(subject, 'encodedList'))
  const bits = await decodeList(typeof encoded === 'string' ? encoded : '', kind, limits)
  const entries = Math.floor((bits.length * 8) / size)
  if (entries < minEntries) throw unchecked('status_list_too_short')
  if (index >= entries) throw unchecked('status_index_out_of_range')
  let number = 0
  for (let bit = index * size; bit < (index + 1) * size; bit += 1) number = number * 2 + ((bits[bit >> 3] >> (7 - (bit & 7))) & 1)
  return number
}

/**
 * @param {Uint8Array} bytes
 * @param {ListKind} kind
 * @param {Environment} environment
 * @returns {Promise<{document: JsonObject, token: Token | null, canonical: Uint8Array}>}
 */
async function readList(bytes, kind, environment) {
  try {
    const {document, token} = readCredential(bytes, environment)
    checkShape(document, token)
    const canonical = await canonicalDocument(document, environment, await checkClosed(document, environment))
    const subject = subjectOf(document)
    const ttl = Object.hasOwn(subject, 'ttl') ? one(subject.ttl) : 0
    const isList = typesOf(document).has(kind.credential) && typesOf(subject).has(kind.subject)
    if (isList && typeof ttl === 'number' && Number.isInteger(ttl) && ttl >= 0) return {document, token, canonical}
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
  }
  throw unchecked('status_list_malformed')
}
