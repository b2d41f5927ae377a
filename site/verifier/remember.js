/**
 * The newest date that this browser has seen on each list of withdrawals. An old list, still well signed, may hide a withdrawal; who was
 * shown a newer one before is not taken in (docs/decisions/0152). Kept: the list's address and its date, nothing of any credential.
 *
 * @import {Report, Step} from './types.js'
 */

const place = 'testamur-lists'
/** More than anybody checks; the oldest go first. */
const mostLists = 200

/**
 * The report as it is once the lists seen before are held against it, and what is known from now on.
 *
 * @param {Report} report
 * @param {Record<string, string>} seen
 *   The newest date seen of each list, by its address.
 * @returns {{report: Report, seen: Record<string, string>}}
 */
export function heldAgainst(report, seen) {
  const {status} = report
  if (status === null || status.signed === null) return {report, seen}
  const known = Object.hasOwn(seen, status.list) ? Date.parse(seen[status.list]) : NaN
  const signed = Date.parse(status.signed)
  if (!(signed < known)) {
    const others = Object.entries(seen).filter(([list]) => list !== status.list)
    return {report, seen: Object.fromEntries([...others.slice(1 - mostLists), [status.list, status.signed]])}
  }
  const stepPassed = report.steps.some(({id, outcome}) => id === 'status' && outcome === 'passed')
  // A list that says withdrawn is believed, however old.
  if (!stepPassed) return {report, seen}
  /** @type {Step[]} */
  const steps = report.steps.map((step) =>
    step.id === 'status' ? {id: 'status', outcome: 'could_not_check', reason: 'status_list_older'} : step
  )
  const reasons = steps.flatMap(({outcome, reason}) =>
    (outcome === 'failed' || outcome === 'could_not_check') && reason !== null && reason !== 'not_reached' ? [reason] : []
  )
  const isDecided = !['valid', 'caution', 'unknown_issuer'].includes(report.verdict)
  return {report: {...report, steps, reasons, verdict: isDecided ? report.verdict : 'unfinished'}, seen}
}

/**
 * Have what this browser keeps at hand: the first look takes it from another process.
 *
 * @returns {void}
 */
export function lookUp() {
  try {
    localStorage.getItem(place)
  } catch {
    // It keeps nothing.
  }
}

/**
 * The same with what this browser keeps; where it keeps nothing, the report stays as it is.
 *
 * @param {Report} report
 * @returns {Report}
 */
export function remembered(report) {
  try {
    const held = heldAgainst(report, seenFrom(localStorage.getItem(place)))
    localStorage.setItem(place, JSON.stringify(held.seen))
    return held.report
  } catch {
    return report
  }
}

/**
 * What was kept, as far as it is what is kept here.
 *
 * @param {string | null} text
 * @returns {Record<string, string>}
 */
export function seenFrom(text) {
  /** @type {unknown} */
  let kept
  try {
    kept = JSON.parse(text ?? '{}')
  } catch {
    return {}
  }
  if (typeof kept !== 'object' || kept === null || Array.isArray(kept)) return {}
  return Object.fromEntries(Object.entries(kept).filter(([, date]) => typeof date === 'string' && !Number.isNaN(Date.parse(date))))
}
