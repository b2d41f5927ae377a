/**
 * Step 8, the entries that few credentials have: messages, hints at a newer version, and StatusList2021 (Bitstring Status List 1.0, section
 * 2.1). Twin of builder/testamur/verify/entries.py.
 *
 * @import {ListKind, Wanted} from './status.js'
 * @import {JsonObject, Limits} from './types.js'
 */

import {unchecked} from './errors.js'
import {bytesFromBase64url} from './bits.js'
import {bitstring, placeFromEntry} from './status.js'
import {isObject, many, member, one, text} from './values.js'

const stateForm = /^0x[0-9A-Fa-f]{1,8}$/

/** @type {ListKind} */
const statusList2021 = {
  entry: 'StatusList2021Entry',
  credential: 'StatusList2021Credential',
  subject: 'StatusList2021',
  bytesFrom: bytesFromEitherBase64
}

/** @type {ReadonlyMap<string, {kind: ListKind, purposes: ReadonlySet<string>}>} */
const kinds = new Map([
  [bitstring.entry, {kind: bitstring, purposes: new Set(['revocation', 'suspension', 'message', 'refresh'])}],
  [statusList2021.entry, {kind: statusList2021, purposes: new Set(['revocation', 'suspension'])}]
])

/**
 * What an entry asks for, each member in its form.
 *
 * @param {JsonObject} entry
 * @param {Limits} limits
 * @returns {Wanted}
 *   What its messages say is not looked at: they are for the issuer's own software.
 * @throws {CheckError}
 *   The first rule of 8.2 that does not hold.
 */
export function wantedFromEntry(entry, limits) {
  const row = kinds.get(text(member(entry, 'type')) ?? '')
  if (row === undefined) throw unchecked('status_type_unknown')
  const purpose = text(member(entry, 'statusPurpose'))
  if (purpose === null || !row.purposes.has(purpose)) throw unchecked('status_purpose_unknown')
  const place = placeFromEntry(entry)
  const size = sizeOf(entry, purpose, limits)
  checkMessages(entry, size)
  return {...place, kind: row.kind, purpose, size}
}

/**
 * @param {JsonObject} entry
 * @param {string} purpose
 * @param {Limits} limits
 * @returns {number}
 */
function sizeOf(entry, purpose, limits) {
  const size = Object.hasOwn(entry, 'statusSize') ? one(entry.statusSize) : 1
  // Only a message has more than two states; a withdrawal is one bit, or nobody knows what its other states mean.
  const most = purpose === 'message' ? limits.max_status_size : 1
  if (typeof size !== 'number' || !Number.isInteger(size) || size < 1 || size > most) throw unchecked('status_size_unsupported')
  return size
}

/**
 * @param {JsonObject} entry
 * @param {number} size
 */
function checkMessages(entry, size) {
  if (!Object.hasOwn(entry, 'statusMessage')) {
    if (size > 1) throw unchecked('status_message_malformed')
    return
  }
  const messages = many(entry.statusMessage)
  const states = new Set(
    messages.map((message) => {
      const state = isObject(message) ? text(member(message, 'status')) : null
      if (!isObject(message) || state === null || !stateForm.test(state) || text(member(message, 'message')) === null) {
        throw unchecked('status_message_malformed')
      }
      return Number(state)
    })
  )
  const isWhole = Array.from({length: 2 ** size}, (_, state) => state).every((state) => states.has(state))
  if (!isWhole || messages.length !== 2 ** size) throw unchecked('status_message_malformed')
}

/**
 * The bytes behind base64 in either alphabet, with its padding or without; null for any other text.
 *
 * @param {string} encoded
 * @returns {Uint8Array<ArrayBuffer> | null}
 */
function bytesFromEitherBase64(encoded) {
  const body = encoded.replace(/=+$/, '')
  const padding = encoded.length - body.length
  if (padding !== 0 && padding !== (4 - (body.length % 4)) % 4) return null
  const isOfUrls = /[-_]/.test(body)
  return bytesFromBase64url(`u${isOfUrls ? body : body.replaceAll('+', '-').replaceAll('/', '_')}`)
}
