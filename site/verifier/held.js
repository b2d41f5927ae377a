/**
 * Documents that hold credentials and are signed as a whole: learner records and presentations (CLR 2.0; VCDM 2.0, section 4.13). Such a
 * document is taken apart: what is left without the credentials is closed, each credential is closed by itself, and the whole says what
 * these say and nothing else. Twin of builder/testamur/canon/held.py.
 *
 * @import {RdfQuad} from 'jsonld'
 * @import {Environment, JsonObject, JsonValue} from './types.js'
 */

import {canonicalRdf, checkSize, jcs, looksOf, quadsOf, statementsOf} from './canon.js'
import {checkClosed, without} from './closed.js'
import {CheckError, unchecked} from './errors.js'
import {isObject, many, member, one} from './values.js'

const holding = 'verifiableCredential'
const credentials = 'https://www.w3.org/2018/credentials#'
const records = 'https://purl.imsglobal.org/spec/vc/clr/vocab.html#'
const subjectAddress = `${credentials}credentialSubject`
const profile = 'https://purl.imsglobal.org/spec/vc/ob/vocab.html#Profile'

/** What a document says itself can't be told from what the credentials in it say. */
class NotApart extends Error {}

/**
 * The canonical form of a learner record without its proof, once it is certain what the record says.
 *
 * @param {JsonObject} record
 *   Its one subject is an object with `verifiableCredential`.
 * @param {Environment} environment
 * @returns {Promise<Uint8Array>}
 *   No signature is checked.
 * @throws {CheckError}
 *   The codes of `checkClosed` for its own words; `record_not_checked` where they can't be told from those of the credentials in it.
 */
export async function canonicalRecord(record, environment) {
  const subject = member(record, 'credentialSubject')
  const single = /** @type {JsonObject} */ (one(subject))
  const ownSubject = without(single, holding)
  const own = {...record, credentialSubject: Array.isArray(subject) ? [ownSubject] : ownSubject}
  return canonical(record, own, member(single, holding), {environment, isRecord: true})
}

/**
 * The canonical form of a presentation without its proof; as `canonicalRecord`. A text in it is no credential.
 *
 * @param {JsonObject} presentation
 * @param {Environment} environment
 * @returns {Promise<Uint8Array>}
 * @throws {CheckError}
 *   The codes of `checkClosed`, and `presentation_not_checked`.
 */
export async function canonicalPresentation(presentation, environment) {
  const held = member(presentation, holding)
  return canonical(presentation, without(presentation, holding), held, {environment, isRecord: false})
}

/**
 * @param {JsonObject} whole
 * @param {JsonObject} own
 * @param {JsonValue | undefined} held
 * @param {{environment: Environment, isRecord: boolean}} options
 */
async function canonical(whole, own, held, {environment, isRecord}) {
  await checkClosed(own, environment)
  const {contexts, limits, more} = environment
  try {
    if (Array.isArray(held) && held.length === 0) throw new NotApart()
    /** @type {JsonObject[]} */
    const parts = []
    for (const item of many(held)) parts.push(await partOf(item, isRecord, environment))
    const unsecured = without(whole, 'proof')
    checkSize(unsecured, limits)
    const [expandedOwn] = await more.expandedForm(without(own, 'proof'), contexts)
    if (expandedOwn === undefined || !isObject(expandedOwn)) throw new NotApart()
    const expanded = await more.expandedForm(unsecured, contexts)
    if (jcs(expanded) !== jcs([together(expandedOwn, parts, isRecord)])) throw new NotApart()
    checkNoTwins(await quadsOf(unsecured, environment, expanded))
    if (isRecord) checkApart(expandedOwn, parts)
    return await canonicalRdf(unsecured, environment, 'SHA-256')
  } catch (error) {
    const isOurs = error instanceof CheckError && error.code === 'crypto_unavailable'
    if (isOurs || !(error instanceof CheckError || error instanceof NotApart)) throw error
    throw unchecked(isRecord ? 'record_not_checked' : 'presentation_not_checked')
  }
}

/**
 * Refuse a data set with blank nodes that look alike in a graph whose name is one. Several statements in such a graph mention its name in the
 * same position; whether it is then once or several times among the related nodes (RDFC-1.0, section 4.8, step 3), libraries that all pass
 * the published tests do differently, and give other labels.
 *
 * @param {RdfQuad[]} quads
 */
function checkNoTwins(quads) {
  const statements = statementsOf(quads)
  const {isTied} = looksOf(statements)
  for (const [node, mentions] of statements) {
    if (isTied(node) && mentions.some(({graph}) => graph.termType === 'BlankNode')) throw new NotApart()
  }
}

/**
 * What a held thing is in the expanded form of what holds it.
 *
 * @param {JsonValue | undefined} item
 * @param {boolean} isRecord
 * @param {Environment} environment
 * @returns {Promise<JsonObject>}
 */
async function partOf(item, isRecord, environment) {
  if (typeof item === 'string' && isRecord) return {'@type': `${credentials}${holding}`, '@value': item}
  if (item === undefined || !isObject(item)) throw new NotApart()
  for (const value of objectsIn(item)) if (Object.hasOwn(value, holding)) throw new NotApart()
  await checkClosed(item, environment)
  const [part] = await environment.more.expandedForm(item, environment.contexts)
  if (!isObject(part)) throw new NotApart()
  return isRecord ? part : {'@graph': [part]}
}

/**
 * @param {JsonValue} value
 * @returns {Generator<JsonObject, void>}
 */
function* objectsIn(value) {
  if (isObject(value)) yield value
  if (typeof value === 'object' && value !== null) for (const inner of Object.values(value)) yield* objectsIn(inner)
}

/**
 * What is a document's own with the parts in their place.
 *
 * @param {JsonObject} own
 * @param {JsonObject[]} parts
 * @param {boolean} isRecord
 * @returns {JsonObject}
 */
function together(own, parts, isRecord) {
  if (!isRecord) return {...own, ...(parts.length === 0 ? {} : {[`${credentials}${holding}`]: parts})}
  return {...own, [subjectAddress]: [{...expandedSubject(own), [`${records}${holding}`]: parts}]}
}

/**
 * @param {JsonObject} own
 * @returns {JsonObject}
 */
function expandedSubject(own) {
  const subjects = many(member(own, subjectAddress))
  if (subjects.length !== 1 || !isObject(subjects[0])) throw new NotApart()
  return subjects[0]
}

/**
 * Refuse where a statement could have wandered between the record and a credential in it: all lie in one graph, so what both say of one
 * thing must be the same, but for issuers, of whom nothing is believed, and for the person whom all of it is about, of whom the record says
 * what only a record can say.
 *
 * @param {JsonObject} own
 * @param {JsonObject[]} parts
 */
function checkApart(own, parts) {
  const subject = expandedSubject(own)
  /** @type {Map<JsonValue, JsonObject[]>} */
  const described = new Map()
  for (const part of parts) {
    if (Object.hasOwn(part, '@value')) continue
    for (const node of objectsIn(part)) {
      if (says(node)) described.set(node['@id'], [...(described.get(node['@id']) ?? []), node])
    }
  }
  for (const node of objectsIn(own)) {
    if (!says(node)) continue
    for (const other of described.get(node['@id']) ?? []) {
      const areProfiles = [node, other].every((each) => many(member(each, '@type')).includes(profile))
      const isOfHolder = node === subject && wordsOf(node).every(isOfRecord) && !wordsOf(other).some(isOfRecord)
      if (!areProfiles && !isOfHolder && jcs(node) !== jcs(other)) throw new NotApart()
    }
  }
}

/** @param {JsonObject} node */
function says(node) {
  return Object.hasOwn(node, '@id') && Object.keys(node).some((name) => name !== '@id' && name !== '@type')
}

/** @param {JsonObject} node */
function wordsOf(node) {
  return [...Object.keys(node).filter((name) => !name.startsWith('@')), ...many(member(node, '@type'))]
}

/** @param {JsonValue} word */
function isOfRecord(word) {
  return typeof word === 'string' && word.startsWith(records)
}
