/**
 * What may be asked once the proof holds: whose the credential is, and whether there is a newer version of it (docs/decisions/0185,
 * docs/decisions/0186). An answer is a check anew, with the question in it; nothing that is typed here is kept or leaves the page.
 *
 * @import {Recipient, Report, StepId} from './types.js'
 * @import {Messages} from './words.js'
 */

import {button, element} from './dom.js'
import {recipientFromText} from './recipient.js'
import {dayInWords, fill} from './words.js'

/**
 * @typedef {object} Asked
 *   What the person asked beyond the list.
 * @property {Recipient} [recipient]
 * @property {string[]} [refresh]
 *   The hosts that may be asked for a newer version.
 */

/**
 * @typedef {object} Asking
 * @property {Messages} messages
 * @property {Asked} asked
 *   What the reports answer already.
 * @property {(recipient: Recipient) => void} compare
 * @property {((hosts: string[]) => void) | null} refresh
 *   Null where the page can ask nobody.
 */

/**
 * Put the questions, and what was answered, before the first thing that is folded (behind it where they are folded themselves), and the
 * focus on the newest answer.
 *
 * @param {HTMLElement} result
 * @param {readonly Report[]} reports
 * @param {Asking} asking
 * @returns {string | null}
 *   What was answered, for those who hear the page.
 */
export function putFurther(result, reports, asking) {
  const sections = [...whose(reports, asking), ...newer(reports, asking)]
  result.querySelector('details')?.before(...sections.filter(({tagName}) => tagName !== 'DETAILS'))
  result.append(...sections.filter(({tagName}) => tagName === 'DETAILS'))
  const newest = /** @type {HTMLElement | null} */ (result.querySelector('.answer'))
  newest?.focus()
  return newest?.textContent ?? null
}

/**
 * @param {string} id
 * @param {string} title
 * @param {...(Node | string)} content
 */
function section(id, title, ...content) {
  return element('section', {class: 'further', 'aria-labelledby': id}, element('h2', {id}, title), element('div', {}, ...content))
}

/**
 * @param {readonly Report[]} reports
 * @param {Asking} asking
 * @returns {HTMLElement[]}
 */
function whose(reports, {messages, asked, compare}) {
  const {further} = messages
  const kinds = new Set(reports.flatMap(({credential}) => credential?.named_by ?? []))
  if (kinds.size === 0) return []
  const form = whoseForm(messages, kinds.size > 1 ? 'either' : [...kinds][0], compare)
  if (asked.recipient === undefined) {
    // Few people have a DID at hand, so that question waits until somebody looks for it.
    const isRare = !kinds.has('email')
    return [isRare ? element('details', {}, element('summary', {}, further.whose), form) : section('further-whose', further.whose, form)]
  }
  const who = asked.recipient.text
  const again = button(further.again, () => {
    again.replaceWith(form)
    form.querySelector('input')?.focus()
  })
  const proved = reports.filter(({credential}) => credential !== undefined)
  const answers = proved.map((report) => {
    const name = proved.length === 1 ? '' : `${report.credential?.achievement?.name ?? report.credential?.name ?? report.part}: `
    const {outcome, reason} = stepOf(report, 'recipient')
    if (outcome === 'passed') return answer('p', further.isYes, name + fill(further.yes, {who}), further.yesThen)
    if (outcome === 'failed') return answer('f', further.isNo, name + fill(further.no, {who}), further.noThen)
    return answer('c', messages.outcomes.could_not_check, name + fill(further.unknown, {who}), messages.reasons[reason ?? ''] ?? '')
  })
  return [section('further-whose', further.whose, ...answers, again)]
}

/**
 * @param {Report} report
 * @param {StepId} wanted
 */
function stepOf({steps}, wanted) {
  const [step] = steps.filter(({id}) => id === wanted)
  return step
}

/**
 * @param {string} kind
 * @param {string} outcome
 * @param {string} said
 * @param {string} then
 */
function answer(kind, outcome, said, then) {
  return element(
    'div',
    {class: `answer ${kind}`, tabindex: '-1'},
    element('span', {class: 'o'}, outcome),
    ' ',
    element('p', {}, element('strong', {}, said), ' ', then)
  )
}

/**
 * @param {Messages} messages
 * @param {'did' | 'email' | 'either'} kind
 * @param {(recipient: Recipient) => void} compare
 */
function whoseForm({further}, kind, compare) {
  // No field of type e-mail: browsers rewrite what stands in one, and complain in words of their own.
  const field = /** @type {HTMLInputElement} */ (
    element('input', {
      ...{id: 'recipient-who', 'aria-describedby': 'recipient-wrong recipient-here', autocomplete: 'off', spellcheck: 'false'},
      ...{autocapitalize: 'none', inputmode: kind === 'email' ? 'email' : 'text'}
    })
  )
  const wrong = element('p', {id: 'recipient-wrong', class: 'wrong'})
  const form = element(
    'form',
    {class: 'whose', novalidate: ''},
    element('label', {for: 'recipient-who'}, further[kind]),
    element('div', {class: 'line'}, field, element('button', {class: 'button'}, further.compare)),
    wrong,
    element('p', {id: 'recipient-here', class: 'note'}, further.here)
  )
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    const recipient = recipientFromText(field.value)
    if (recipient !== null) return compare(recipient)
    wrong.textContent = further.wrong
    field.setAttribute('aria-invalid', 'true')
    field.focus()
  })
  return form
}

/**
 * @param {readonly Report[]} reports
 * @param {Asking} asking
 * @returns {HTMLElement[]}
 */
function newer(reports, {messages, asked, refresh}) {
  const {further, page} = messages
  const ended = reports.filter((report) => report.refresh !== undefined)
  if (asked.refresh !== undefined && ended.length > 0) {
    return [section('further-newer', further.newer, ...ended.map((report) => newerAnswer(report, messages)))]
  }
  const addresses = [...new Set(reports.flatMap(({credential}) => credential?.newer_at ?? []))]
  if (addresses.length === 0 || refresh === null) return []
  const hosts = [...new Set(addresses.map((address) => new URL(address).host))]
  const list = element('ul', {}, ...addresses.map((address) => element('li', {}, element('code', {}, address))))
  return [
    section(
      'further-newer',
      further.newer,
      element('p', {}, further.newerWhere),
      list,
      element('p', {}, element('strong', {}, hosts.join(', ')), ' ', page.askLearns),
      button(fill(page.askAgree, {hosts: hosts.join(', ')}), () => refresh(hosts), 'button')
    )
  ]
}

/**
 * @param {Report} report
 * @param {Messages} messages
 */
function newerAnswer({refresh}, {further, reasons, many, facts, days, outcomes}) {
  const replaced = refresh?.replaced ?? null
  if (replaced === null) return answer('c', outcomes.could_not_check, reasons[refresh?.reason ?? ''] ?? '', further.newerNot)
  const until = replaced.valid_until === null ? facts.noEnd : dayInWords(replaced.valid_until, {days})
  return answer('p', further.isYes, further.newerFound, fill(further.newerOld, {verdict: many[`is_${replaced.verdict}`], until}))
}
