/**
 * What the steps come to: the reasons in their order, the one verdict, and the exit code. The table stands in docs/verification.md; twin of
 * builder/testamur/verify/report.py.
 *
 * @import {Report, Step, StepId, Verdict} from './types.js'
 */

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
  if (some('failed', ['shape', 'context', 'key'])) return 'altered'
  if (some('failed', ['proof'], (reason) => reason !== 'not_yet_signed')) return 'altered'
  if (some('failed', ['definition'], (reason) => reason === 'definition_differs')) return 'altered'
  if (some('failed', ['ledger'], (reason) => reason !== 'not_in_ledger')) return 'altered'
  if (some('could_not_check', ['shape', 'context', 'proof'])) return 'unfinished'
  if (some('failed', ['status'], (reason) => reason === 'status_revoked')) return 'withdrawn'
  if (some('failed', ['status'], (reason) => reason === 'status_on_hold')) return 'on_hold'
  if (some('failed', ['dates'], (reason) => reason === 'expired')) return 'expired'
  if (some('failed', ['dates'], (reason) => reason === 'not_yet_valid')) return 'not_yet_valid'
  if (some('failed', ['proof'])) return 'not_yet_valid'
  if (some('could_not_check', ['issuer', 'key', 'dates', 'status', 'definition', 'ledger'])) return 'unfinished'
  if (some('failed', ['issuer'])) return 'unknown_issuer'
  const reasons = reasonsFromSteps(steps, {noStatus, isPresentation})
  const undecided = reasons.filter((reason) => !cautions.includes(reason))
  if (undecided.length > 0) throw new RangeError(`no verdict is laid down for ${undecided.join(', ')}`)
  return reasons.length > 0 ? 'caution' : 'valid'
}
