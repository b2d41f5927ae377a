/**
 * Step 12: what others say of a credential, its issuer and its achievement (Open Badges 3.0, EndorsementCredential). An endorsement is a
 * credential of its own, but it only informs. Twin of builder/testamur/verify/endorsements.py.
 *
 * @import {EndorsementFacts, Environment, JsonObject, JsonValue, RegistryIssuer, Signer} from './types.js'
 */

import {checkClosed} from './closed.js'
import {checkDates} from './dates.js'
import {CheckError, failed, unchecked} from './errors.js'
import {issuerFacts} from './issuers.js'
import {canonicalDocument, checkKey, notYetSigned, verifySignatures} from './proof.js'
import {hasEndorsements} from './related.js'
import {checkShape, issuerId, readCredential, subjectOf} from './shape.js'
import {checkStatus} from './status.js'
import {isObject, many, member, one, text, typesOf} from './values.js'

/**
 * What was found out of each endorsement of a credential, in order; null where there are too many to look at.
 *
 * @param {JsonObject} document
 *   Must have passed steps 1 to 4.
 * @param {(did: string) => RegistryIssuer | null} known
 *   The registry's word on a DID, null where no registry knows it.
 * @param {Environment} environment
 * @returns {Promise<EndorsementFacts[] | null>}
 *   Whether an endorser's opinion is worth anything is not checked, nor are endorsements inside of endorsements.
 */
export async function readEndorsements(document, known, environment) {
  const holders = holdersOf(document)
  const found = holders.flatMap(([place, holder]) =>
    ['endorsement', 'endorsementJwt'].flatMap((name) => many(member(holder, name)).map((item) => ({place, name, item})))
  )
  // 12.1
  if (found.length > environment.limits.max_endorsements) return null
  const about = new Set([issuerId(document), ...holders.map(([, holder]) => text(member(holder, 'id')))])
  /** @type {EndorsementFacts[]} */
  const told = []
  for (const {place, name, item} of found) {
    /** @type {Signer[]} */
    const signers = []
    /** @type {Pick<EndorsementFacts, 'outcome' | 'reason'>} */
    let ended = {outcome: 'passed', reason: null}
    try {
      // 12.2
      const isRead = name === 'endorsement' ? isObject(item) : typeof item === 'string'
      if (!isRead) throw unchecked('endorsements_not_checked')
      await checkOne(item, signers, {about, known, environment})
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      ended = {outcome: error.outcome, reason: error.code}
    }
    const did = signers.length > 0 ? didOf(signers[0]) : null
    told.push({place, issuer: did === null ? null : issuerFacts(did, known(did)), ...ended})
  }
  return told
}

/**
 * Step 12, from what was found out.
 *
 * @param {EndorsementFacts[] | null} told
 * @throws {CheckError}
 *   The first failure, else the first that could not be checked.
 */
export function judgeEndorsements(told) {
  if (told === null) throw unchecked('endorsements_not_checked')
  for (const outcome of /** @type {const} */ (['failed', 'could_not_check'])) {
    const first = told.find((facts) => facts.outcome === outcome)
    if (first?.reason) throw new CheckError(first.reason, outcome)
  }
}

/**
 * The credential, its issuer and its achievement, as far as they are objects.
 *
 * @param {JsonObject} document
 * @returns {[EndorsementFacts['place'], JsonObject][]}
 */
function holdersOf(document) {
  const issuer = one(member(document, 'issuer'))
  const achievement = one(member(subjectOf(document), 'achievement'))
  return [
    ['credential', document],
    ...(isObject(issuer) ? [/** @type {['issuer', JsonObject]} */ (['issuer', issuer])] : []),
    ...(isObject(achievement) ? [/** @type {['achievement', JsonObject]} */ (['achievement', achievement])] : [])
  ]
}

/**
 * @param {JsonValue} item
 *   An object, or the text of a token.
 * @param {Signer[]} signers
 *   Gets those whose proofs held.
 * @param {{about: Set<string | null>, known: (did: string) => RegistryIssuer | null, environment: Environment}} check
 */
async function checkOne(item, signers, {about, known, environment}) {
  // 12.3
  const {value, token, canonical} = await named('endorsement_malformed', async () => {
    const read = isObject(item) ? {document: item, token: null} : readCredential(new TextEncoder().encode(String(item)), environment)
    const {document} = read
    const types = typesOf(document)
    if (typeof item === 'string' && read.token === null) throw failed('endorsement_malformed')
    if (!types.has('VerifiableCredential') || !types.has('EndorsementCredential')) throw failed('endorsement_malformed')
    checkShape(document, read.token)
    await checkClosed(document, environment)
    return {value: document, token: read.token, canonical: await canonicalDocument(document, environment)}
  })
  // 12.4
  const issuer = issuerId(value)
  signers.push(...(await named('endorsement_altered', () => verifySignatures(value, token, canonical, issuer, environment))))
  const endorser = known(issuer)
  // 12.5
  const subject = text(member(subjectOf(value), 'id'))
  if (subject === null || !about.has(subject)) throw failed('endorsement_of_another')
  // 12.6: no ledger says what a key that is no longer current signed while it was
  await named('endorsement_key', () => {
    for (const signer of signers) checkKey(signer, endorser, environment)
    const isOld = signers.some(({id}) => endorser !== null && endorser.keys.get(id)?.state !== 'current')
    if (isOld) throw failed('endorsement_key')
  })
  // 12.7
  await named('endorsement_not_in_force', () => checkDates(value, environment))
  // 12.8
  if (Object.hasOwn(value, 'credentialStatus')) {
    await named('endorsement_withdrawn', () => checkStatus(value, {issuer, known: endorser, environment, lastList: null}))
  }
  // 12.9, 12.10
  if (endorser === null) throw failed('endorser_unknown')
  if (hasEndorsements(value)) throw unchecked('endorsements_not_checked')
}

/**
 * What some work gives; what ends in it gets the reason of an endorsement: this one where it failed, one for all else.
 *
 * @template T
 * @param {string} reason
 * @param {() => T | Promise<T>} work
 * @returns {Promise<T>}
 */
async function named(reason, work) {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof CheckError)) throw error
    if (error.code === notYetSigned) throw failed('endorsement_not_in_force')
    throw error.outcome === 'failed' ? failed(reason) : unchecked('endorsement_unfinished')
  }
}

/** @param {Signer} signer */
function didOf({id}) {
  return id.slice(0, id.indexOf('#'))
}
