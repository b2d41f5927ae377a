/**
 * Step 11: whether a credential was awarded to the person asked about (Open Badges 3.0, IdentityObject). The identifier is compared here and
 * goes nowhere; a hash in the credential is made anew from it. Twin of builder/testamur/verify/recipient.py.
 *
 * @import {JsonObject, Recipient} from './types.js'
 */

import {sha256Hex} from './digest.js'
import {failed, unchecked} from './errors.js'
import {emailIdentifiers} from './further.js'
import {subjectOf} from './shape.js'
import {member, one, space, text} from './values.js'

const didForm = new RegExp(`^did:[a-z0-9]+:[^${space}#?/\\ud800-\\udfff]+$`, 'u')
const emailForm = new RegExp(`^[^${space}\\ud800-\\udfff]+@[^${space}@\\ud800-\\udfff]+$`, 'u')
const hashForm = /^(?:sha256\$)?([0-9A-Fa-f]{64})$/
const maxCharacters = 2048 // no identifier is longer

/**
 * The person that a DID or an e-mail address names, without spaces around it.
 *
 * @param {string} words
 * @returns {Recipient | null}
 *   Null for anything else.
 */
export function recipientFromText(words) {
  const trimmed = words.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '')
  if ([...trimmed].length > maxCharacters) return null
  const kind = trimmed.startsWith('did:') ? 'did' : 'email'
  return (kind === 'did' ? didForm : emailForm).test(trimmed) ? {kind, text: trimmed} : null
}

/**
 * Step 11.
 *
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @param {Recipient} recipient
 * @returns {Promise<void>}
 *   Whether whoever shows the credential is that person is not checked.
 * @throws {CheckError}
 *   `recipient_differs`, `recipient_hash_unknown`, `recipient_not_named`.
 */
export async function checkRecipient(document, recipient) {
  const subject = subjectOf(document)
  const found = recipient.kind === 'did' ? didAnswers(subject, recipient.text) : await emailAnswers(subject, recipient.text)
  // 11.1 to 11.4
  if (found.includes(true)) return
  if (found.includes(null)) throw unchecked('recipient_hash_unknown')
  throw found.length > 0 ? failed('recipient_differs') : unchecked('recipient_not_named')
}

/**
 * @param {JsonObject} subject
 * @param {string} asked
 * @returns {(boolean | null)[]}
 */
function didAnswers(subject, asked) {
  const id = text(member(subject, 'id'))
  return id?.startsWith('did:') ? [id === asked] : []
}

/**
 * For every identifier that is an e-mail address whether it is this one, null where it can't be read.
 *
 * @param {JsonObject} subject
 * @param {string} asked
 * @returns {Promise<(boolean | null)[]>}
 */
async function emailAnswers(subject, asked) {
  const id = text(member(subject, 'id'))
  /** @type {(boolean | null)[]} */
  const answers = id?.startsWith('mailto:') ? [isAddress(id.slice('mailto:'.length), asked)] : []
  for (const identifier of emailIdentifiers(subject)) answers.push(await identifierAnswer(identifier, asked))
  return answers
}

/**
 * @param {JsonObject} identifier
 * @param {string} asked
 * @returns {Promise<boolean | null>}
 */
async function identifierAnswer(identifier, asked) {
  const stated = text(member(identifier, 'identityHash'))
  const hashed = one(member(identifier, 'hashed'))
  const salt = one(member(identifier, 'salt') ?? '')
  if (stated === null || typeof hashed !== 'boolean' || typeof salt !== 'string') return null
  if (!hashed) return isAddress(stated, asked)
  const hash = hashForm.exec(stated)?.[1].toLowerCase()
  if (hash === undefined) return null
  for (const spelling of spellings(asked)) {
    if ((await sha256Hex(new TextEncoder().encode(spelling + salt))) === hash) return true
  }
  return false
}

/**
 * @param {string} stated
 * @param {string} asked
 */
function isAddress(stated, asked) {
  return lower(stated) === lower(asked)
}

/**
 * The spellings that an issuer may have hashed: as it stands, the domain in lower case, all in lower case.
 *
 * @param {string} address
 */
function spellings(address) {
  const at = address.lastIndexOf('@')
  return [address, address.slice(0, at) + lower(address.slice(at)), lower(address)]
}

/** @param {string} words */
function lower(words) {
  // ASCII alone: what lower case is beyond it differs between languages and their versions.
  return words.replace(/[A-Z]+/g, (capitals) => capitals.toLowerCase())
}
