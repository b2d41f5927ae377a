/**
 * The numbered list of docs/verification.md: which step is asked when, how each ended, and the one verdict. Everything from outside (the
 * bytes, the moment, who answers an address) is an argument, so the same file at the same moment with the same answers always has
 * the same report. Twin of builder/testamur/verify/.
 *
 * @import {Terms} from './terms.js'
 * @import {Token} from './tokens.js'
 * @import {
 *   Contexts, EndorsementFacts, Environment, Facts, Fetched, JsonObject, Limits, ListFacts, More, Recipient, Registry, RegistryIssuer, Report, Resolve, Signer, Step,
 *   StepId, Verdict
 * } from './types.js'
 */

import {surelyAsked} from './ahead.js'
import {jcs} from './canon.js'
import {checkClosed} from './closed.js'
import {checkDates} from './dates.js'
import {CheckError, failed, NeedsMore, unchecked} from './errors.js'
import {namedBy, newerAt} from './further.js'
import {issuerFacts} from './issuers.js'
import {checkLedger, placeOf} from './ledger.js'
import {numberFrom} from './number.js'
import {parseJson} from './parse.js'
import {canonicalDocument, checkKey, verifySignatures} from './proof.js'
import {checkRelated, hasEndorsements, hasRelated} from './related.js'
import {achievementOf, beginningOf, checkShape, endOf, isRecord, issuerId, readCredential, subjectOf} from './shape.js'
import {checkScope} from './scope.js'
import {checkStatus} from './status.js'
import {stepIds} from './steps.js'
import {instantText, isObject, many, member, one, text} from './values.js'

/** Reasons that lower the verdict no further than `caution`; the list is closed. */
export const cautions = Object.freeze([
  ...['no_status', 'not_in_ledger', 'definition_not_published', 'endorsements_not_checked', 'endorsement_malformed', 'endorsement_altered', 'endorsement_of_another', 'endorsement_key'],
  ...['endorsement_not_in_force', 'endorsement_withdrawn', 'endorser_unknown', 'endorsement_unfinished', 'schema_not_checked'],
  ...['evidence_not_checked', 'related_unsupported', 'related_unreachable', 'related_differs'],
  ...['recipient_differs', 'recipient_hash_unknown', 'recipient_not_named', 'presentation_unasked', 'presenter_differs', 'presenter_not_named'],
  ...['status_message', 'status_refresh'],
  // A newer version that was asked for and could not take the place of this one.
  ...['refresh_type_unknown', 'refresh_address_malformed', 'refresh_host', 'refresh_unreachable', 'refresh_not_genuine'],
  ...['refresh_id_differs', 'refresh_issuer_differs', 'refresh_subject_differs', 'refresh_older']
])

/** @type {Readonly<Record<Verdict, 0 | 1 | 3>>} */
export const exitCodes = Object.freeze({
  unreadable: 1,
  altered: 1,
  unfinished: 3,
  withdrawn: 1,
  on_hold: 1,
  expired: 1,
  not_yet_valid: 1,
  unknown_issuer: 1,
  caution: 0,
  valid: 0
})

/**
 * What a command line says of a report: the exit code of its verdict, but never 0 where something was asked in vain.
 *
 * @param {Report} report
 * @returns {0 | 1 | 3}
 */
export function exitCode({verdict, steps, refresh, part}) {
  // Of a presentation nobody asked whose it is.
  if (part === 'proof') return exitCodes[verdict]
  const recipient = steps.find(({id}) => id === 'recipient')?.outcome
  const unanswered = recipient === 'could_not_check' || (refresh !== undefined && refresh.reason !== null)
  return exitCodes[verdict] || (recipient === 'failed' ? 1 : unanswered ? 3 : 0)
}

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
 * @property {More | null} more
 *   The rooms that not every credential needs, null to do without.
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
 *   Where `more` is null and the answer depends on it: the file is to be checked again with it. Nothing is known of the file then.
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
  if (options.more !== null) {
    return options.more.several(bytes, options, {check: (content) => check(content, options), begin: () => environmentOf(options)})
  }
  const {report, document} = await check(bytes, options)
  if (document === null ? report.reasons[0] === 'not_a_credential' : isRecord(document)) throw new NeedsMore()
  return [report]
}

/**
 * What one check works with, and what it will have fetched.
 *
 * @param {Options} options
 * @returns {{environment: Environment, fetched: Fetched[]}}
 */
function environmentOf({at, resolve, contexts, limits, more, terms}) {
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
  if (more === null) throw new NeedsMore()
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
    if (environment.more === null) throw new NeedsMore()
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
    const {more} = environment
    if (more === null) throw new NeedsMore()
    await steps.run('recipient', async () => (await more.checkRecipient(document, recipient), true))
  } else steps.skip('recipient')
  // 12 endorsements
  /** @type {EndorsementFacts[] | null} */
  let endorsements = null
  if (hasEndorsements(document)) {
    const {more} = environment
    if (more === null) throw new NeedsMore()
    const knownBy = (/** @type {string} */ did) =>
      registries.includes(null) ? null : (registries.find((named) => named?.issuers.has(did))?.issuers.get(did) ?? null)
    endorsements = await more.readEndorsements(document, knownBy, environment)
    await steps.run('endorsements', () => (more.judgeEndorsements(endorsements), true))
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
 * @returns {Uint8Array}
 */
function unwrapped(file, {limits, more}) {
  // Nothing that begins as JSON does is a container.
  const first = file.find((byte) => !' \t\n\r'.includes(String.fromCharCode(byte)))
  if (first === 0x7b || first === 0x5b) return file
  if (more === null) throw new NeedsMore()
  return more.opened(file, limits)
}

/** How the steps ended so far; what is not told of at the end was not reached. */
export class Steps {
  constructor() {
    /** @type {Map<StepId, Step>} */
    this.ended = new Map()
  }

  /**
   * What the work of a step gives, null where the step did not pass.
   *
   * @template T
   * @param {StepId} id
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async run(id, work) {
    try {
      const value = await work()
      this.ended.set(id, {id, outcome: 'passed', reason: null})
      return value
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      this.ended.set(id, {id, outcome: error.outcome, reason: error.code})
      return null
    }
  }

  /** @param {StepId} id */
  skip(id) {
    this.ended.set(id, {id, outcome: 'not_applicable', reason: null})
  }

  /** @returns {Step[]} */
  all() {
    return stepIds.map((id) => this.ended.get(id) ?? {id, outcome: 'could_not_check', reason: 'not_reached'})
  }
}

/**
 * Step 9.
 *
 * @param {JsonObject} achievement
 * @param {Registry} registry
 * @param {Environment} environment
 * @param {boolean} isDerived
 *   Whether it may be a part of what was signed.
 */
async function checkDefinition(achievement, registry, {read, limits}, isDerived) {
  const address = text(member(achievement, 'id')) ?? ''
  if (!registry.definitions.has(address)) throw failed('definition_not_published')
  const bytes = await read(address)
  if (bytes === null) throw unchecked('definition_unreachable')
  let published
  try {
    published = jcs(parseJson(bytes, {maxBytes: limits.max_credential_bytes, maxDepth: limits.max_depth}))
  } catch (error) {
    throw error instanceof CheckError ? unchecked('definition_malformed') : error
  }
  if (jcs(achievement) !== published) throw isDerived ? unchecked('definition_derived') : failed('definition_differs')
}

/**
 * What may be shown of a credential whose proof held.
 *
 * @param {JsonObject} document
 * @param {string} issuer
 * @param {RegistryIssuer | null} known
 * @param {readonly Signer[]} signers
 * @returns {Facts}
 */
function factsFrom(document, issuer, known, signers) {
  const achievement = achievementOf(document)
  const place = known === null ? null : placeOf(document, known)
  return {
    id: text(member(document, 'id')),
    name: text(member(document, 'name')),
    achievement:
      achievement === null ? null : {id: text(member(achievement, 'id')), name: text(member(achievement, 'name'))},
    issuer: issuerFacts(issuer, known),
    holder: holderOf(subjectOf(document)),
    valid_from: beginningOf(document),
    valid_until: endOf(document),
    number: place === null ? null : numberFrom(place.list.name, place.index),
    keys: signers.map(({id}) => id),
    named_by: namedBy(document),
    newer_at: newerAt(document)
  }
}

/**
 * @param {JsonObject} subject
 * @returns {string | null}
 */
function holderOf(subject) {
  const name = many(member(subject, 'identifier'))
    .filter(isObject)
    .find((identifier) => one(member(identifier, 'hashed')) === false && text(member(identifier, 'identityType')) === 'name')
  return text(member(name ?? subject, name === undefined ? 'id' : 'identityHash'))
}

/**
 * The reasons in the order of the steps, `not_reached` left out. In the place of step 8 stands `no_status`, or `presentation_unasked` for a
 * presentation whose proof held.
 *
 * @param {readonly Step[]} steps
 * @param {{noStatus: boolean, isPresentation?: boolean}} options
 * @returns {string[]}
 */
export function reasonsFromSteps(steps, {noStatus, isPresentation = false}) {
  return steps.flatMap(({id, outcome, reason}) => {
    if (id === 'status' && noStatus) return ['no_status']
    if (id === 'status' && isPresentation) return ['presentation_unasked']
    const counts = outcome === 'failed' || outcome === 'could_not_check'
    return counts && reason !== null && reason !== 'not_reached' ? [reason] : []
  })
}

/**
 * The one verdict, by the table of docs/verification.md.
 *
 * @param {readonly Step[]} steps
 *   All thirteen, in order.
 * @param {{noStatus: boolean, isPresentation?: boolean}} options
 *   Whether the credential names no status at all.
 * @returns {Verdict}
 * @throws {RangeError}
 *   For a step that did not pass for a reason outside the table: a bug of ours, which must not count as a pass.
 */
export function verdictFromSteps(steps, {noStatus, isPresentation = false}) {
  /**
   * @param {Step['outcome']} outcome
   * @param {readonly StepId[]} ids
   * @param {(reason: string | null) => boolean} [counts]
   */
  const some = (outcome, ids, counts = () => true) =>
    steps.some((step) => ids.includes(step.id) && step.outcome === outcome && counts(step.reason))

  if (some('failed', ['read'])) return 'unreadable'
  if (some('failed', ['shape', 'context', 'proof', 'key'])) return 'altered'
  if (some('failed', ['definition'], (reason) => reason === 'definition_differs')) return 'altered'
  if (some('failed', ['ledger'], (reason) => reason !== 'not_in_ledger')) return 'altered'
  if (some('could_not_check', ['shape', 'context', 'proof'])) return 'unfinished'
  if (some('failed', ['status'], (reason) => reason === 'status_revoked')) return 'withdrawn'
  if (some('failed', ['status'], (reason) => reason === 'status_on_hold')) return 'on_hold'
  if (some('failed', ['dates'], (reason) => reason === 'expired')) return 'expired'
  if (some('failed', ['dates'], (reason) => reason === 'not_yet_valid')) return 'not_yet_valid'
  if (some('could_not_check', ['issuer', 'key', 'dates', 'status', 'definition', 'ledger'])) return 'unfinished'
  if (some('failed', ['issuer'])) return 'unknown_issuer'
  const reasons = reasonsFromSteps(steps, {noStatus, isPresentation})
  const undecided = reasons.filter((reason) => !cautions.includes(reason))
  if (undecided.length > 0) throw new RangeError(`no verdict is laid down for ${undecided.join(', ')}`)
  return reasons.length > 0 ? 'caution' : 'valid'
}
