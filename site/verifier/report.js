/**
 * A report as people read it: the verdict in words, the facts once the proof held, what to do, each step, what was fetched, and which
 * program said so. Everything is put in as text.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 * @import {Place} from './place.js'
 */

import {hex, digest} from './digest.js'
import {button, element} from './dom.js'
import {ownAddress} from './place.js'
import {dayInWords, factsInWords, fill, momentInWords, stepInWords, verdictInWords} from './words.js'

const outcomeClasses = {passed: 'p', failed: 'f', not_applicable: 'a', could_not_check: 'c'}
const versionFolder = /\/(credentials\/[a-z0-9-]+\/[0-9.]+\/)achievement\.json$/

/**
 * @typedef {object} Showing
 * @property {Messages} messages
 * @property {Place} place
 * @property {{name: string, bytes: Uint8Array}} file
 * @property {() => void} [another]
 *   Leads to the next check.
 */

/**
 * @param {Report} report
 * @param {Showing} showing
 * @returns {HTMLElement[]}
 */
export function rendered(report, showing) {
  const {messages, place, file, another} = showing
  const {page} = messages
  const {headline, sentences, next} = verdictInWords(report, messages)
  const facts = factsInWords(report, messages)
  const print = button(
    page.print,
    () => void import('./page-record.js').then(({printRecord}) => printRecord(report, {place, file})),
    'button'
  )
  const asOf = place.asOf === null ? [] : [element('p', {class: 'as-of'}, asOfInWords(place.asOf, report, messages))]
  const seal = sealOf(report, place, messages)
  const verdict = element(
    'div',
    {class: `verdict ${report.verdict}`, 'data-verdict': report.verdict},
    element(
      'div',
      {class: 'said'},
      element(
        'p',
        {class: 'when'},
        element('bdi', {}, fill(page.checked, {time: momentInWords(report.checked_at, messages)})),
        ' · ',
        element('bdi', {}, report.file)
      ),
      element('h2', {tabindex: '-1'}, headline),
      ...asOf,
      ...sentences.map((sentence) => element('p', {}, sentence))
    ),
    ...(seal === null ? [] : [seal]),
    ...(facts.length === 0 ? [] : [factList(facts, messages)]),
    element(
      'div',
      {class: 'then'},
      ...(next.length === 0
        ? []
        : [element('h3', {}, page.next), element('ul', {class: 'next'}, ...next.map((sentence) => element('li', {}, sentence)))]),
      element('p', {class: 'actions'}, print, ...(another === undefined ? [] : [' ', button(page.another, another)]))
    )
  )
  return [verdict, stepsOf(report, messages), fetchedOf(report, messages, place), verifierOf(messages, place)]
}

/**
 * @param {{name: string, value: string}[]} facts
 * @param {Messages} messages
 */
function factList(facts, messages) {
  const rows = facts.map(({name, value}) => {
    const said = value === messages.facts.notStated ? [element('span', {class: 'ns'}, value)] : breakable(value)
    return element('div', {}, element('dt', {}, name), element('dd', {}, ...said))
  })
  return element('dl', {class: 'facts'}, ...rows)
}

/**
 * A text whose addresses stay whole where there is room, and else are broken behind their marks.
 *
 * @param {string} text
 * @returns {(Node | string)[]}
 */
function breakable(text) {
  return text.split(/(?<= )/).map((word) => {
    const parts = word.split(/(?<=\S[.:/@#])(?=\S)/)
    return parts.length < 3 ? word : element('span', {class: 'whole'}, ...parts.flatMap((part) => [part, element('wbr', {})]))
  })
}

/**
 * @param {string} asOf
 * @param {Report} report
 * @param {Messages} messages
 */
export function asOfInWords(asOf, report, messages) {
  const days = Math.max(0, Math.floor((Date.parse(report.checked_at) - Date.parse(asOf)) / 86_400_000))
  const ago = new Intl.RelativeTimeFormat(messages.language, {numeric: 'auto'}).format(-days, 'day')
  return fill(messages.page.asOf, {date: dayInWords(asOf, messages), ago})
}

/**
 * The seal of the version beside a valid verdict: it helps the eye and proves nothing.
 *
 * @param {Report} report
 * @param {Place} place
 * @param {Messages} messages
 * @returns {HTMLElement | null}
 */
function sealOf(report, place, messages) {
  const folder = versionFolder.exec(report.credential?.achievement?.id ?? '')?.[1]
  if (report.verdict !== 'valid' || folder === undefined || place.asOf !== null) return null
  const image = element('img', {class: 'seal', src: ownAddress(`${folder}seal.svg`), alt: '', width: '136', height: '136'})
  const figure = element('figure', {}, image, element('figcaption', {}, messages.page.seal))
  image.addEventListener('error', () => figure.remove())
  return figure
}

/**
 * @param {Report} report
 * @param {Messages} messages
 */
function stepsOf(report, messages) {
  const items = report.steps.map(({id, outcome, reason}) =>
    element(
      'li',
      {class: reason === 'not_reached' ? 'c n' : outcomeClasses[outcome], 'data-step': id},
      element('span', {class: 'o'}, messages.outcomes[outcome]),
      element(
        'span',
        {},
        stepInWords(report, id, messages),
        ...(reason === null ? [] : [element('small', {}, messages.reasons[reason] ?? reason)])
      )
    )
  )
  return element(
    'details',
    {open: ''},
    element('summary', {}, messages.page.steps),
    element('ol', {class: 'steps'}, ...items)
  )
}

/**
 * @param {Report} report
 * @param {Messages} messages
 * @param {Place} place
 */
function fetchedOf(report, messages, place) {
  const items = report.fetched.map(({address, answered_by: by, outcome}) =>
    element(
      'li',
      {},
      fill(outcome === 'ok' ? messages.page.answeredBy : messages.page.notAnswered, {
        // Apart from the words around it, so that it turns none of them.
        address: `\u2066${address}\u2069`,
        host: by === 'site' ? place.host : by
      })
    )
  )
  return element(
    'details',
    {class: 'fetched'},
    element('summary', {}, messages.page.fetched),
    items.length === 0 ? element('p', {}, messages.page.fetchedNothing) : element('ul', {}, ...items)
  )
}

/**
 * The programs that made the report, by their digests, which are asked for when somebody looks.
 *
 * @param {Messages} messages
 * @param {Place} place
 */
function verifierOf(messages, place) {
  const list = element('ul', {})
  const details = element(
    'details',
    {class: 'fetched'},
    element('summary', {}, messages.page.verifier),
    element('p', {}, fill(messages.page.verifierWhat, {version: document.body.dataset.version ?? ''})),
    list
  )
  details.addEventListener('toggle', async () => {
    const digests = await programDigests(place)
    list.replaceChildren(...digests.map(({name, sha256}) => element('li', {}, `${name}: SHA-256 `, element('code', {}, sha256))))
  })
  return details
}

/**
 * @param {Place} place
 * @returns {Promise<{name: string, sha256: string}[]>}
 *   Empty where the browser makes no digests.
 */
export async function programDigests({programs}) {
  try {
    return await Promise.all(
      [...programs].map(async ([name, bytes]) => ({name, sha256: hex(await digest('SHA-256', await bytes))}))
    )
  } catch {
    return []
  }
}
