/**
 * Step 8: whether it was withdrawn or paused (Bitstring Status List 1.0). A status list is a credential of its own, so it is read, shaped
 * and proved by the same steps; every entry of a credential is looked at, and the worst news wins.
 *
 * @import {Environment, JsonObject, Limits, ListFacts, RegistryIssuer} from './types.js'
 */

import {checkClosed} from './closed.js'
import {CheckError, failed, unchecked} from './errors.js'
import {indexFromEntry, readPart} from './ledger.js'
import {canonicalDocument, checkKey, verifyProofs} from './proof.js'
import {checkShape, dateOf, issuerId, readCredential, subjectOf} from './shape.js'
import {isHttpsAddress, isObject, many, member, one, text, typesOf} from './values.js'

const minEntries = 131_072 // section 6.1: an index hides among many
const base64urlForm = /^[A-Za-z0-9_-]*$/

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
      await checkEntry(isObject(entry) ? entry : {}, check)
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      endings.push(error)
    }
  }
  const worst =
    endings.find(({code}) => code === 'status_revoked') ?? endings.find(({code}) => code === 'status_on_hold') ?? endings[0]
  if (worst !== undefined) throw worst
}

/**
 * @param {JsonObject} entry
 * @param {StatusCheck} check
 */
async function checkEntry(entry, check) {
  // 8.2 the entry's form
  const types = many(member(entry, 'type'))
  if (types.length !== 1 || types[0] !== 'BitstringStatusListEntry') throw unchecked('status_type_unknown')
  const purpose = text(member(entry, 'statusPurpose'))
  if (purpose !== 'revocation' && purpose !== 'suspension') throw unchecked('status_purpose_unknown')
  const index = indexFromEntry(entry)
  if (index === null) throw unchecked('status_index_malformed')
  const address = one(member(entry, 'statusListCredential'))
  if (!isHttpsAddress(address, {fragment: false})) throw unchecked('status_address_malformed')
  if (Object.hasOwn(entry, 'id') && one(member(entry, 'id')) === address) throw unchecked('status_entry_id')
  if (Object.hasOwn(entry, 'statusSize') && one(member(entry, 'statusSize')) !== 1) throw unchecked('status_size_unsupported')
  // 8.3 to 8.7 the list and its bit
  let isSet
  try {
    isSet = await readBit(address, purpose, index, check)
  } catch (error) {
    if (error instanceof SignedLater) return checkEvents(address, index, check)
    throw error
  }
  // 8.8 what a bit means
  if (!isSet) return
  if (purpose === 'revocation' && !(await isHeld(address, index, check))) throw failed('status_revoked')
  throw failed('status_on_hold')
}

/**
 * Whether the holds list beside a status list says that an index is only paused. One that does not verify changes nothing.
 *
 * @param {string} address
 * @param {number} index
 * @param {StatusCheck} check
 * @returns {Promise<boolean>}
 */
async function isHeld(address, index, check) {
  const list = check.known?.lists.get(address)
  if (list === undefined) return false
  try {
    return await readBit(list.holds, 'suspension', index, check)
  } catch (error) {
    if (error instanceof CheckError || error instanceof SignedLater) return false
    throw error
  }
}

/**
 * What the ledger's dated events said at the moment of the check, where the list only speaks of later.
 *
 * @param {string} address
 * @param {number} index
 * @param {StatusCheck} check
 */
async function checkEvents(address, index, check) {
  if (check.known === null) throw unchecked('status_list_not_yet_valid')
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
 * The bit of an index in the list at an address.
 *
 * @param {string} address
 * @param {string} purpose
 * @param {number} index
 * @param {StatusCheck} check
 * @returns {Promise<boolean>}
 * @throws {CheckError | SignedLater}
 */
async function readBit(address, purpose, index, check) {
  const {environment, issuer, known} = check
  const {at, limits} = environment
  const skew = limits.clock_skew_s * 1000
  // 8.3 read and shaped
  const bytes = await environment.read(address)
  if (bytes === null) throw unchecked('status_unreachable')
  const {document, canonical} = await readList(bytes, environment)
  const subject = subjectOf(document)
  // 8.4 the list it should be
  if (one(member(document, 'id')) !== address) throw unchecked('status_list_id_differs')
  if (issuerId(document) !== issuer) throw unchecked('status_list_issuer_differs')
  if (text(member(subject, 'statusPurpose')) !== purpose) throw unchecked('status_list_purpose_differs')
  // 8.5 its proof and key
  const from = dateOf(document, 'validFrom')
  const until = dateOf(document, 'validUntil')
  // A list signed later is judged at its own beginning: its proof is no fault, it only can't speak of the moment.
  const signedLater = from !== null && from > at + skew
  const asked = signedLater ? {...environment, at: from} : environment
  let signers
  try {
    signers = await verifyProofs(document, canonical, issuer, asked)
  } catch (error) {
    throw error instanceof CheckError ? unchecked('status_list_proof') : error
  }
  for (const signer of signers) {
    try {
      checkKey(signer, known, asked)
    } catch (error) {
      throw error instanceof CheckError ? unchecked('status_list_key') : error
    }
    if (known !== null && known.keys.get(signer.id)?.state !== 'current') throw unchecked('status_list_key')
  }
  check.lastList = {
    list: address,
    signed: text(member(document, 'validFrom')),
    valid_until: text(member(document, 'validUntil'))
  }
  // 8.6 its dates
  if (signedLater) throw new SignedLater()
  if (until !== null && until < at - skew) throw unchecked('status_list_expired')
  // 8.7 its bits
  const encoded = one(member(subject, 'encodedList'))
  const bits = await decodeList(typeof encoded === 'string' ? encoded : '', limits)
  if (index >= bits.length * 8) throw unchecked('status_index_out_of_range')
  return ((bits[index >> 3] >> (7 - (index & 7))) & 1) === 1
}

/**
 * @param {Uint8Array} bytes
 * @param {Environment} environment
 * @returns {Promise<{document: JsonObject, canonical: Uint8Array}>}
 */
async function readList(bytes, environment) {
  try {
    const document = readCredential(bytes, environment.limits)
    checkShape(document)
    await checkClosed(document, environment)
    const canonical = await canonicalDocument(document, environment)
    const isList = typesOf(document).has('BitstringStatusListCredential')
    if (isList && typesOf(subjectOf(document)).has('BitstringStatusList')) return {document, canonical}
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
  }
  throw unchecked('status_list_malformed')
}

/**
 * The bits of an `encodedList` (section 3.4), most significant first.
 *
 * @param {string} encoded
 * @param {Pick<Limits, 'max_status_list_entries' | 'max_status_list_bytes_compressed'>} limits
 *   No more is unpacked than these say, whatever the stream holds.
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   `status_list_encoding`, `status_list_too_large`, `status_list_too_short`.
 */
async function decodeList(encoded, limits) {
  // Four characters of base64 are three bytes; a longer text is too large whatever it holds.
  if (Math.floor(((encoded.length - 1) * 3) / 4) > limits.max_status_list_bytes_compressed) throw unchecked('status_list_too_large')
  const packed = bytesFromBase64url(encoded)
  const begin = packed === null ? null : headerEnd(packed)
  if (packed === null || begin === null || packed.length < begin + 8) throw unchecked('status_list_encoding')
  const maxBytes = limits.max_status_list_entries / 8
  const deflated = packed.subarray(begin, -8)
  const bits = await inflated(deflated, maxBytes)
  // Browsers refuse what follows the end of a stream and Node skips it: a stream that is none without its last byte has nothing after it.
  if (!isTrailer(packed.subarray(-8), bits) || (await ends(deflated.subarray(0, -1), maxBytes))) throw unchecked('status_list_encoding')
  if (bits.length * 8 < minEntries) throw unchecked('status_list_too_short')
  return bits
}

/**
 * Where the header of a gzip file ends (RFC 1952, section 2.3), null where there is none. It is read here, so that the engine gets one
 * stream of which it can't take a second for the rest of the first.
 *
 * @param {Uint8Array} packed
 * @returns {number | null}
 */
function headerEnd(packed) {
  const flags = packed[3]
  if (packed.length < 10 || packed[0] !== 0x1f || packed[1] !== 0x8b || packed[2] !== 8 || (flags & 0xe0) !== 0) return null
  let end = 10
  if (flags & 4) end += 2 + (packed[end] | (packed[end + 1] << 8))
  for (const flag of [8, 16]) {
    if ((flags & flag) === 0) continue
    const zero = packed.indexOf(0, end)
    if (zero < 0) return null
    end = zero + 1
  }
  if (flags & 2) {
    const checksum = packed[end] | (packed[end + 1] << 8)
    if (checksum !== (crc32(packed.subarray(0, end)) & 0xffff)) return null
    end += 2
  }
  return end
}

/**
 * What a stream unpacks to.
 *
 * @param {Uint8Array<ArrayBuffer>} deflated
 * @param {number} maxBytes
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   `status_list_encoding`, `status_list_too_large`.
 */
async function inflated(deflated, maxBytes) {
  const reader = new Blob([deflated]).stream().pipeThrough(new DecompressionStream('deflate-raw')).getReader()
  const content = new Uint8Array(maxBytes)
  let size = 0
  try {
    for (let chunk = await reader.read(); !chunk.done; chunk = await reader.read()) {
      if (size + chunk.value.length > maxBytes) throw unchecked('status_list_too_large')
      content.set(chunk.value, size)
      size += chunk.value.length
    }
  } catch (error) {
    await reader.cancel().catch(() => undefined)
    throw error instanceof CheckError ? error : unchecked('status_list_encoding')
  }
  return content.subarray(0, size)
}

/**
 * Whether a stream comes to its end.
 *
 * @param {Uint8Array<ArrayBuffer>} deflated
 * @param {number} maxBytes
 * @returns {Promise<boolean>}
 */
async function ends(deflated, maxBytes) {
  try {
    await inflated(deflated, maxBytes)
    return true
  } catch (error) {
    if (error instanceof CheckError) return false
    throw error
  }
}

/**
 * Whether eight bytes are the checksum and size of some content (RFC 1952).
 *
 * @param {Uint8Array} trailer
 * @param {Uint8Array} content
 */
function isTrailer(trailer, content) {
  const view = new DataView(trailer.buffer, trailer.byteOffset, 8)
  return view.getUint32(0, true) === crc32(content) && view.getUint32(4, true) === content.length
}

/** @param {Uint8Array} content */
function crc32(content) {
  let checksum = ~0
  for (const byte of content) checksum = (checksum >>> 8) ^ crcTable[(checksum ^ byte) & 255]
  return ~checksum >>> 0
}

const crcTable = Uint32Array.from({length: 256}, (_, value) => {
  let entry = value
  for (let bit = 0; bit < 8; bit += 1) entry = entry & 1 ? (entry >>> 1) ^ 0xedb88320 : entry >>> 1
  return entry
})

/**
 * The bytes behind `u` and base64url without padding; null for any other text, stray bits at the end included.
 *
 * @param {string} encoded
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
function bytesFromBase64url(encoded) {
  const body = encoded.slice(1)
  if (!encoded.startsWith('u') || !base64urlForm.test(body) || body.length % 4 === 1) return null
  const binary = atob(body.replaceAll('-', '+').replaceAll('_', '/'))
  if (btoa(binary).replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '') !== body) return null
  return Uint8Array.from(binary, (character) => character.charCodeAt(0))
}
