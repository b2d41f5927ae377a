/**
 * A report in plain words, from the messages of one language (site/messages/). Pure: the page and the command line show the same.
 *
 * @import {Report, Step, StepId, Verdict} from './types.js'
 */

/**
 * @typedef {object} Messages
 *   The form of site/messages/<language>.json.
 * @property {string} language
 * @property {string[]} days
 *   How a day of each month is written, with blanks for the day and the year; the build puts it in.
 * @property {Record<Verdict, {headline: string, then: string, not?: string, validThen?: string, signedHeadline?: string, signedThen?: string, scopeHeadline?: string, scopeThen?: string}>} verdicts
 * @property {Record<string, {headline: string, then: string}>} cautions
 * @property {Record<string, {headline: string, then: string}>} presentation
 * @property {Record<string, string>} presentationSteps
 * @property {Record<Step['outcome'], string>} outcomes
 * @property {Record<StepId, string>} steps
 * @property {Record<string, string>} reasons
 * @property {Record<string, string>} facts
 * @property {Record<string, string>} page
 * @property {Record<string, string>} many
 * @property {Record<string, string>} further
 * @property {Record<string, string>} record
 * @property {Record<string, string[]>} next
 */

/**
 * A message with its blanks filled in.
 *
 * @param {string} message
 * @param {Record<string, string>} values
 * @returns {string}
 *   A blank without a value stays as it is, so that it is noticed.
 */
export function fill(message, values) {
  return message.replace(/\{([a-zA-Z]+)\}/g, (blank, name) => (Object.hasOwn(values, name) ? values[name] : blank))
}

/**
 * A day in words of a language, in UTC; the text itself where it is no time.
 *
 * @param {string} time
 * @param {Pick<Messages, 'days'>} messages
 * @returns {string}
 */
export function dayInWords(time, {days}) {
  const instant = new Date(time)
  if (Number.isNaN(instant.getTime())) return time
  return fill(days[instant.getUTCMonth()], {day: String(instant.getUTCDate()), year: String(instant.getUTCFullYear())})
}

/**
 * A moment in words of a language, in UTC.
 *
 * @param {string} time
 * @param {Pick<Messages, 'days'>} messages
 * @returns {string}
 */
export function momentInWords(time, messages) {
  return `${dayInWords(time, messages)}, ${new Date(time).toISOString().slice(11, 16)} UTC`
}

/**
 * When something begins: a day, or a moment where the day is that of the check.
 *
 * @param {string | null | undefined} time
 * @param {string} now
 * @param {Pick<Messages, 'days'>} messages
 */
function beginInWords(time, now, messages) {
  const day = dayInWords(time ?? now, messages)
  return day === dayInWords(now, messages) ? momentInWords(time ?? now, messages) : day
}

/**
 * The headline of a report and the sentences below it.
 *
 * @param {Report} report
 * @param {Messages} messages
 * @returns {{headline: string, sentences: string[], next: string[]}}
 */
export function verdictInWords(report, messages) {
  const {verdict, credential} = report
  if (isOwnReport(report)) return presentationInWords(report, messages)
  const issuer = credential?.issuer
  const issuerName = issuer?.name ?? issuer?.domain ?? issuer?.id ?? messages.page.theIssuer
  /** @type {Partial<Record<Verdict, string | null | undefined>>} */
  const dates = {
    expired: credential?.valid_until,
    withdrawn: report.status?.signed ?? report.checked_at
  }
  const values = {
    look: credential?.holder === null ? messages.page.lookUnnamed : messages.page.look,
    issuer: issuerName,
    domain: issuer?.domain ?? issuer?.id ?? '',
    did: issuer?.id ?? '',
    time: momentInWords(report.checked_at, messages),
    date: verdict === 'not_yet_valid' ? beginInWords(credential?.valid_from, report.checked_at, messages) : dayInWords(dates[verdict] ?? report.checked_at, messages)
  }
  const words = messages.verdicts[verdict]
  const reasons = verdict === 'caution' ? report.reasons : []
  // What the person asked about comes before what they did not.
  const first = reasons.includes('recipient_differs') ? 'recipient_differs' : reasons[0]
  const caution = messages.cautions[first]
  const sentences = [fill(words.then, values)]
  sentences.unshift(...reasons.map((reason) => fill(messages.cautions[reason]?.then ?? messages.reasons[reason], values)))
  if (verdict === 'expired' && words.validThen !== undefined && outcomeOf(report, 'status') === 'passed') {
    sentences.push(words.validThen)
  }
  // The registry knows such an issuer, but not for this.
  const outside = verdict === 'unknown_issuer' && report.reasons.some((reason) => reason.startsWith('issuer_scope'))
  const isLater = report.reasons[0] === 'not_yet_signed'
  if (isLater) sentences[0] = fill(words.signedThen ?? '', values)
  if (outside && words.scopeThen !== undefined) sentences[0] = fill(words.scopeThen, values)
  else if (words.not !== undefined) sentences.push(words.not)
  if (verdict === 'altered' || verdict === 'unreadable' || verdict === 'unfinished') {
    sentences.unshift(...report.reasons.slice(0, 1).map((reason) => messages.reasons[reason] ?? reason))
  }
  return {
    headline: fill((outside ? words.scopeHeadline : isLater ? words.signedHeadline : undefined) ?? (caution ?? words).headline, values),
    sentences,
    next: (messages.next[outside ? 'scope' : first] ?? messages.next[verdict] ?? []).map((sentence) => fill(sentence, values))
  }
}

/**
 * What a step asks, of a credential or of a presentation.
 *
 * @param {Report} report
 * @param {StepId} id
 * @param {Messages} messages
 * @returns {string}
 */
export function stepInWords(report, id, messages) {
  return (isOwnReport(report) ? messages.presentationSteps[id] : undefined) ?? messages.steps[id]
}

/**
 * What is said of a presentation and not of what is in it.
 *
 * @param {Report} report
 * @param {Messages} messages
 * @returns {{headline: string, sentences: string[], next: string[]}}
 */
function presentationInWords({verdict, reasons, presentation}, messages) {
  const {headline, then} = messages.presentation[verdict]
  const why = reasons.map((reason) => messages.reasons[reason] ?? reason)
  const said = fill(then, {holder: presentation?.holder ?? ''})
  return {headline, sentences: verdict === 'caution' ? [said, ...why] : [...why, said], next: []}
}

/**
 * @param {Report} report
 * @param {StepId} id
 */
function outcomeOf(report, id) {
  return report.steps.find((step) => step.id === id)?.outcome
}

/**
 * Whether what a report is about stood in a presentation.
 *
 * @param {Report} report
 * @returns {boolean}
 */
export const isPresented = ({part}) => part !== undefined && part.startsWith('verifiableCredential')

/**
 * Whether a report is about a presentation and not about what is in it.
 *
 * @param {Report} report
 * @returns {boolean}
 */
export const isOwnReport = ({part}) => part === 'proof'

/**
 * The facts that may be shown, each with its name; empty unless the proof held.
 *
 * @param {Report} report
 * @param {Messages} messages
 * @returns {{name: string, value: string}[]}
 */
export function factsInWords(report, messages) {
  const {credential, status} = report
  const {facts} = messages
  if (report.presentation !== undefined) {
    const {holder, created, domain} = report.presentation
    return [
      {name: facts.signedBy, value: holder},
      {name: facts.signedAt, value: created === null ? facts.notStated : momentInWords(created, messages)},
      ...domain.map((value) => ({name: facts.madeFor, value}))
    ]
  }
  if (credential === undefined) return []
  const {issuer} = credential
  const domain = issuer.domain === null ? '' : ` (${issuer.domain})`
  const rows = [
    {name: facts.holder, value: credential.holder},
    {name: facts.for, value: credential.achievement?.name ?? credential.name},
    {name: facts.issuer, value: issuer.name === null ? issuer.id : `${issuer.name}${domain}`},
    {name: facts.issued, value: credential.valid_from === null ? null : dayInWords(credential.valid_from, messages)},
    {name: facts.until, value: credential.valid_until === null ? facts.noEnd : dayInWords(credential.valid_until, messages)}
  ].map(({name, value}) => ({name, value: value ?? facts.notStated}))
  if (credential.number !== null) rows.push({name: facts.number, value: credential.number})
  if (status?.signed) rows.push({name: facts.status, value: fill(facts.signedOn, {date: dayInWords(status.signed, messages)})})
  return rows
}
