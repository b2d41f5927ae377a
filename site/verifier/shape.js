/**
 * Steps 1 and 2: a file is a credential, with the parts a credential must have, each in its form (VCDM 2.0 section 4, VCDM 1.1, Open
 * Badges 3.0 section B). Twin of builder/testamur/verify/shape.py.
 *
 * @import {Token} from './tokens.js'
 * @import {Environment, JsonObject} from './types.js'
 */

import {failed, unchecked} from './errors.js'
import {decodeText, parseText} from './parse.js'
import {instantMs, isAddress, isObject, member, one, text, typesOf} from './values.js'

const credentialsV1 = 'https://www.w3.org/2018/credentials/v1'
const credentialsV2 = 'https://www.w3.org/ns/credentials/v2'
const dates = ['validFrom', 'validUntil']
const oldDates = ['issuanceDate', 'expirationDate', ...dates]

// Three parts of what somebody might take for base64, so that another spelling of it is told from another kind of file.
const compactForm = /^[ \t\n\r]*[A-Za-z0-9_+/=-]+\.[A-Za-z0-9_+/=-]*\.[A-Za-z0-9_+/=-]*[ \t\n\r]*$/

/**
 * Whether a file is no container: nothing is that begins as JSON or as a token does.
 *
 * @param {Uint8Array} file
 * @returns {boolean}
 */
export function isBare(file) {
  const first = file.find((byte) => !' \t\n\r'.includes(String.fromCharCode(byte)))
  return first !== undefined && /[[{\w-]/.test(String.fromCharCode(first))
}

/**
 * Step 1: a credential from the bytes of a file, and the token around it, null where it stands by itself.
 *
 * @param {Uint8Array} bytes
 * @param {Pick<Environment, 'limits' | 'more'>} environment
 * @returns {{document: JsonObject, token: Token | null}}
 * @throws {CheckError}
 *   The first rule of step 1 that does not hold.
 * @throws {NeedsMore}
 */
export function readCredential(bytes, {limits, more}) {
  const source = decodeText(bytes, {maxBytes: limits.max_credential_bytes})
  if (compactForm.test(source)) return more.readToken(source, limits)
  if (!/^[ \t\n\r]*[{[]/.test(source)) throw failed('format_unknown')
  const value = parseText(source, {maxDepth: limits.max_depth})
  if (!isObject(value) || !typesOf(value).has('VerifiableCredential')) throw failed('not_a_credential')
  return {document: value, token: null}
}

/**
 * Whether a credential is of a kind that has an achievement.
 *
 * @param {JsonObject} document
 * @returns {boolean}
 */
function isAchievementCredential(document) {
  const types = typesOf(document)
  return types.has('OpenBadgeCredential') || types.has('AchievementCredential')
}

/**
 * Whether a credential is a learner record that holds credentials (Comprehensive Learner Record 2.0).
 *
 * @param {JsonObject} document
 * @returns {boolean}
 */
export function isRecord(document) {
  const subject = one(member(document, 'credentialSubject'))
  return typesOf(document).has('ClrCredential') && isObject(subject) && Object.hasOwn(subject, 'verifiableCredential')
}

/**
 * Step 2; says nothing of what the words mean, which is step 3.
 *
 * @param {JsonObject} document
 * @param {Token | null} [token]
 *   The token that it was read from, which is its proof.
 * @throws {CheckError}
 *   The first rule of step 2 that does not hold.
 */
export function checkShape(document, token = null) {
  // 2.1
  const isProved = Object.hasOwn(document, 'proof')
  if (!isProved && token === null) throw failed('proof_missing')
  const proof = isProved ? member(document, 'proof') : []
  if (!(Array.isArray(proof) ? proof : [proof]).every(isObject)) throw failed('proof_malformed')
  // 2.2, 2.3
  const context = member(document, '@context')
  const contexts = typeof context === 'string' ? [context] : context
  if (!Array.isArray(contexts) || !contexts.every((entry) => typeof entry === 'string' || isObject(entry))) {
    throw failed('context_malformed')
  }
  const isOld = contexts[0] === credentialsV1
  if (contexts[0] !== credentialsV2 && !isOld) throw unchecked('data_model_unknown')
  // 2.4, 2.5
  if (Object.hasOwn(document, 'id') && !isAddress(one(member(document, 'id')))) throw failed('id_malformed')
  const issuer = one(member(document, 'issuer'))
  if (!isAddress(isObject(issuer) ? one(member(issuer, 'id')) : issuer)) throw failed('issuer_malformed')
  // 2.6
  if (isOld && !Object.hasOwn(document, 'issuanceDate')) throw failed('date_malformed')
  for (const name of isOld ? oldDates : dates) {
    if (Object.hasOwn(document, name) && instantMs(one(member(document, name))) === null) throw failed('date_malformed')
  }
  // 2.7, 2.8
  const subject = one(member(document, 'credentialSubject'))
  if (!isObject(subject)) throw failed('subject_malformed')
  if (isAchievementCredential(document)) {
    const achievement = one(member(subject, 'achievement'))
    if (!isObject(achievement) || !isAddress(one(member(achievement, 'id'))) || text(member(achievement, 'name')) === null) {
      throw failed('achievement_malformed')
    }
  }
  // 2.9
  if (Object.hasOwn(document, 'credentialStatus')) {
    const status = member(document, 'credentialStatus')
    const entries = Array.isArray(status) ? status : [status]
    if (!entries.every((entry) => isObject(entry) && typesOf(entry).size > 0)) throw failed('status_malformed')
  }
}

/**
 * The issuer's id.
 *
 * @param {JsonObject} document
 *   Must have passed `checkShape`.
 * @returns {string}
 */
export function issuerId(document) {
  const issuer = one(member(document, 'issuer'))
  return String(isObject(issuer) ? one(member(issuer, 'id')) : issuer)
}

/**
 * The one subject.
 *
 * @param {JsonObject} document
 *   Must have passed `checkShape`.
 * @returns {JsonObject}
 */
export function subjectOf(document) {
  const subject = one(member(document, 'credentialSubject'))
  return isObject(subject) ? subject : {}
}

/**
 * The achievement where the credential is of a kind that has one.
 *
 * @param {JsonObject} document
 *   Must have passed `checkShape`.
 * @returns {JsonObject | null}
 */
export function achievementOf(document) {
  const achievement = isAchievementCredential(document) ? one(member(subjectOf(document), 'achievement')) : null
  return isObject(achievement) ? achievement : null
}

/**
 * From when a credential is in force, as its issuer wrote it; null where it does not say. VCDM 1.1 has `issuanceDate` beside a `validFrom`;
 * the later one counts.
 *
 * @param {JsonObject} document
 *   Must have passed `checkShape`.
 * @returns {string | null}
 */
export function beginningOf(document) {
  return statedDates(document, ['validFrom', 'issuanceDate']).at(-1) ?? null
}

/**
 * Until when a credential is in force, as its issuer wrote it; null where it does not end. VCDM 1.1 has `expirationDate` beside a
 * `validUntil`; the earlier one counts.
 *
 * @param {JsonObject} document
 *   Must have passed `checkShape`.
 * @returns {string | null}
 */
export function endOf(document) {
  return statedDates(document, ['validUntil', 'expirationDate'])[0] ?? null
}

/**
 * @param {JsonObject} document
 * @param {readonly string[]} names
 * @returns {string[]}
 *   The earliest first.
 */
function statedDates(document, names) {
  const stated = names.flatMap((name) => text(member(document, name)) ?? [])
  return stated.sort((left, right) => (instantMs(left) ?? 0) - (instantMs(right) ?? 0))
}
