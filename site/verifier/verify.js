/**
 * The numbered list of docs/verification.md: which step is asked when. Everything from outside (the
 * bytes, the moment, who answers an address) is an argument, so the same file at the same moment with the same answers always has
 * the same report. Twin of builder/testamur/verify/.
 *
 * @import {Terms} from './terms.js'
 * @import {Token} from './tokens.js'
 * @import {
 *   Contexts, EndorsementFacts, Environment, Facts, Fetched, JsonObject, Limits, ListFacts, More, OpenPdf, Recipient, Registry, Report, Resolve
 * } from './types.js'
 */

import {surelyAsked} from './ahead.js'
import {checkClosed} from './closed.js'
import {checkDates} from './dates.js'
import {checkDefinition} from './definition.js'
import {failed, unchecked} from './errors.js'
import {factsFrom} from './facts.js'
import {checkLedger} from './ledger.js'
import {canonicalDocument, checkKey, verifySignatures} from './proof.js'
import {checkRelated, hasEndorsements, hasRelated} from './related.js'
import {Steps} from './running.js'
import {achievementOf, checkShape, isBare, isRecord, issuerId, readCredential} from './shape.js'
import {checkScope} from './scope.js'
import {checkStatus} from './status.js'
import {instantText} from './values.js'
import {reasonsFromSteps, verdictFromSteps} from './verdict.js'

/**
 * @typedef {object} Options
 *   What a check works with.
 * @property {string} name
 *   What the report calls the file.
 * @property {number} at
 *   The moment of the check, milliseconds since 1970.
 * @property {Resolve} resolve
 *   Answers an address with bytes or none; asked once for each.
 * @property {readonly (Registry | null)[]} registries
 *   Those that were named, null for one that could not be read.
 * @property {Contexts} contexts
 * @property {Limits} limits
 * @property {More} more
 *   The rooms that not every credential needs.
 * @property {OpenPdf | null} [openPdf]
 *   Opens PDF files, where the program for that is there.
 * @property {Terms} [terms]
 *   The table of terms, made of `contexts`.
 * @property {Recipient | null} [recipient]
 *   The person asked about, where one is.
 * @property {readonly string[] | null} [refresh]
 *   Asks for a newer version, and holds the hosts that the person agreed to asking for it beside the issuer's own.
 */

/**
 * The report on one file, taken for one credential.
 *
 * @param {Uint8Array} file
 *   Any bytes; they are copied before the first of them is looked at.
 * @param {Options} options
 * @returns {Promise<Report>}
 *   Rejects for bugs and with `NeedsMore` only, whatever the file holds and `resolve` answers.
 * @throws {NeedsMore}
 *   Where a room of `more` is not there and the answer depends on it: the file is to be checked again with it. Nothing is known of the
 *   file then.
 */
export async function verify(file, options) {
  return (await check(file.slice(), options)).report
}

/**
 * The reports on the credentials in a file: one for most, several for a presentation or a learner record (several.js).
 *
 * @param {Uint8Array} file
 * @param {Options} options
 * @returns {Promise<Report[]>}
 *   Rejects as `verify` does.
 * @throws {NeedsMore}
 */
export async function verifyFile(file, options) {
  const bytes = file.slice()
  const first = await check(bytes, options)
  const {report, document} = first
  const isOne = document === null ? report.reasons[0] !== 'not_a_credential' : !isRecord(document)
  if (isOne) return [report]
  /** @param {Uint8Array} content */
  const checkOne = async (content) => (content === bytes ? first : check(content, options))
  return options.more.several(bytes, options, {check: checkOne, begin: () => environmentOf(options)})
}

/**
 * What one check works with, and what it will have fetched.
 *
 * @param {Options} options
 * @returns {{environment: Environment, fetched: Fetched[]}}
 */
function environmentOf({at, resolve, contexts, limits, more, openPdf = null, terms}) {
  /** @type {Map<string, Uint8Array | null>} */
  const answers = new Map()
  /** @type {Map<string, ReturnType<Resolve>>} */
  const coming = new Map()
  /** @type {Fetched[]} */
  const fetched = []
  /** @type {Environment} */
  const environment = {
    at,
    limits,
    contexts,
    more,
    openPdf,
    ...(terms === undefined ? {} : {terms}),
    read: async (address) => {
      const known = answers.get(address)
      if (known !== undefined) return known
      const {bytes, answeredBy} = await (coming.get(address) ?? resolve(address))
      answers.set(address, bytes)
      fetched.push({address, answered_by: answeredBy, outcome: bytes === null ? 'unreachable' : 'ok'})
      return bytes
    },
    expect: (addresses) => {
      for (const address of addresses) {
        if (answers.has(address) || coming.has(address)) continue
        const answer = resolve(address)
        // Where it fails, it does so when it is read.
        answer.catch(() => undefined)
        coming.set(address, answer)
      }
    }
  }
  return {environment, fetched}
}

/**
 * The report on one credential, and its value where step 1 passed.
 *
 * @param {Uint8Array} file
 * @param {Options} options
 * @returns {Promise<{report: Report, document: JsonObject | null}>}
 */
async function check(file, options) {
  const {name, at, registries, more, recipient = null, refresh = null} = options
  const {environment, fetched} = environmentOf(options)
  /** @param {Uint8Array} bytes */
  const judge = async (bytes) => {
    const steps = new Steps()
    // 1 read
    const read = await steps.run('read', () => readCredential(unwrapped(bytes, environment), environment))
    const judged = read === null ? null : await runList(read, steps, environment, registries, recipient)
    const all = steps.all()
    const noStatus = judged?.noStatus ?? false
    /** @type {Report} */
    const report = {
      file: name,
      verdict: verdictFromSteps(all, {noStatus}),
      reasons: reasonsFromSteps(all, {noStatus}),
      steps: all,
      ...(judged === null ? {} : {credential: judged.facts}),
      status: judged?.list ?? null,
      ...(judged?.endorsements ? {endorsements: judged.endorsements} : {}),
      checked_at: instantText(at),
      fetched
    }
    return {report, document: read?.document ?? null, proved: judged === null ? null : (read?.document ?? null)}
  }
  const first = await judge(file)
  const {report, document, proved} = first
  if (refresh === null || proved === null) return {report, document}
  return {report: await more.refreshed(first, refresh, environment, judge), document}
}

/**
 * @typedef {object} Judged
 *   What is known of a credential whose proof held.
 * @property {Facts} facts
 * @property {ListFacts | null} list
 * @property {EndorsementFacts[] | null} endorsements
 * @property {boolean} noStatus
 */

/**
 * Steps 2 to 13.
 *
 * @param {{document: JsonObject, token: Token | null}} read
 * @param {Steps} steps
 * @param {Environment} environment
 * @param {readonly (Registry | null)[]} registries
 * @param {Recipient | null} recipient
 * @returns {Promise<Judged | null>}
 *   Null where the proof did not hold.
 */
async function runList({document, token}, steps, environment, registries, recipient) {
  // 2 shape
  const shaped = await steps.run('shape', () => (checkShape(document, token), true))
  if (shaped === null) return null
  // 3 context
  const canonical = await steps.run('context', async () => {
    if (!isRecord(document)) return canonicalDocument(document, environment, await checkClosed(document, environment))
    return environment.more.canonicalRecord(document, environment)
  })
  if (canonical === null) return null
  // 4 proof
  const issuer = issuerId(document)
  const signers = await steps.run('proof', () => verifySignatures(document, token, canonical, issuer, environment))
  if (signers === null) return null

  // 5 issuer
  const registry = registries.includes(null) ? null : (registries.find((named) => named?.issuers.has(issuer)) ?? null)
  const known = registry?.issuers.get(issuer) ?? null
  const isDerived = signers.some((signer) => signer.isDerived)
  environment.expect(surelyAsked(document, {registry, known, isDerived}))
  await steps.run('issuer', () => {
    if (registries.includes(null)) throw unchecked('registry_unreachable')
    if (known === null) throw failed('issuer_unknown')
    return true
  })
  // 6 key
  const checkKeys = () => (signers.forEach((signer) => checkKey(signer, known, environment)), true)
  const keyPassed = (await steps.run('key', checkKeys)) !== null
  // 7 dates
  await steps.run('dates', () => (checkDates(document, environment), true))
  // 8 status
  const judging = {issuer, known, environment, lastList: null}
  const noStatus = !Object.hasOwn(document, 'credentialStatus')
  if (!noStatus) await steps.run('status', async () => (await checkStatus(document, judging), true))
  else steps.skip('status')
  // 9 definition
  const achievement = achievementOf(document)
  if (registry !== null && achievement !== null) {
    await steps.run('definition', async () => (await checkDefinition(achievement, registry, environment, isDerived), true))
  } else steps.skip('definition')
  // 10 ledger
  if (registry !== null && known !== null) {
    const issued = await steps.run('ledger', async () => {
      if (isDerived) throw unchecked('ledger_derived')
      const days = []
      for (const signer of signers) days.push(await checkLedger(document, known, signer, environment, {keyPassed}))
      return days[0] // one place in the ledger, so one day
    })
    // 5 again, now that the ledger gave the day
    await steps.run('issuer', () => (checkScope(achievement, known, registry, issued), true))
  } else steps.skip('ledger')
  // 11 recipient
  if (recipient !== null) {
    await steps.run('recipient', async () => (await environment.more.checkRecipient(document, recipient), true))
  } else steps.skip('recipient')
  // 12 endorsements
  /** @type {EndorsementFacts[] | null} */
  let endorsements = null
  if (hasEndorsements(document)) {
    const knownBy = (/** @type {string} */ did) =>
      registries.includes(null) ? null : (registries.find((named) => named?.issuers.has(did))?.issuers.get(did) ?? null)
    endorsements = await environment.more.readEndorsements(document, knownBy, environment)
    await steps.run('endorsements', () => (environment.more.judgeEndorsements(endorsements), true))
  } else steps.skip('endorsements')
  // 13 related
  if (hasRelated(document)) await steps.run('related', async () => (await checkRelated(document, environment), true))
  else steps.skip('related')

  return {facts: factsFrom(document, issuer, known, signers), list: judging.lastList, endorsements, noStatus}
}

/**
 * What a person was given, taken out of what it may be in.
 *
 * @param {Uint8Array} file
 * @param {Environment} environment
 */
function unwrapped(file, {limits, more, openPdf}) {
  return isBare(file) ? file : more.opened(file, limits, openPdf)
}
