/**
 * The check record: one sheet for the file, with what was checked, when, against which lists, with which key and which program, and a line
 * for the checker's name and signature.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 * @import {Place} from './place.js'
 */

import {digest, hex} from './digest.js'
import {element, part} from './dom.js'
import {asOfInWords, programDigests} from './report.js'
import {dayInWords, factsInWords, fill, momentInWords, stepInWords, verdictInWords} from './words.js'

/**
 * Print the record of a report. The sheet is in the page only while it is printed.
 *
 * @param {Report} report
 * @param {{place: Place, file: {name: string, bytes: Uint8Array}}} of
 */
export async function printRecord(report, {place, file}) {
  const sheet = part('verify-record')
  const [words, programs, sha256] = await Promise.all([place.readMessages(true), programDigests(place), fileDigest(file.bytes)])
  sheet.replaceChildren(...recordOf(report, {messages: words, place, programs, sha256}))
  document.body.classList.add('printing')
  window.addEventListener(
    'afterprint',
    () => {
      document.body.classList.remove('printing')
      sheet.replaceChildren()
    },
    {once: true}
  )
  window.print()
}

/** @param {Uint8Array} bytes */
async function fileDigest(bytes) {
  try {
    return hex(await digest('SHA-256', bytes))
  } catch {
    return null
  }
}

/**
 * @param {Report} report
 * @param {{messages: Messages, place: Place, programs: {name: string, sha256: string}[], sha256: string | null}} of
 * @returns {HTMLElement[]}
 */
function recordOf(report, {messages, place, programs, sha256}) {
  const {record, page, facts: names} = messages
  const {headline, sentences} = verdictInWords(report, messages)
  const {status, credential} = report
  const list =
    status === null
      ? []
      : [
          [record.list, status.list],
          ...(status.signed === null ? [] : [[record.listSigned, momentInWords(status.signed, messages)]]),
          ...(status.valid_until === null ? [] : [[record.listUntil, dayInWords(status.valid_until, messages)]])
        ]
  const rows = [
    [record.file, report.file],
    ...(sha256 === null ? [] : [[record.digest, sha256]]),
    [record.time, momentInWords(report.checked_at, messages)],
    ...factsInWords(report, messages).map(({name, value}) => [name, value]).filter(([name]) => name !== names.status),
    ...list,
    ...(report.refresh?.replaced ? [[record.newer, report.refresh.address ?? '']] : []),
    ...(credential?.keys ?? []).map((key) => [record.key, key]),
    [record.verifier, fill(page.verifierWhat, {version: document.body.dataset.version ?? ''})],
    ...programs.map(({name, sha256: of}) => [name, of]),
    [record.answered, place.host]
  ]
  return [
    element('p', {class: 'kicker'}, document.querySelector('.brand')?.textContent?.trim() ?? ''),
    element('h1', {}, record.title),
    element('p', {class: 'record-verdict'}, headline),
    ...(place.asOf === null ? [] : [element('p', {}, asOfInWords(place.asOf, report, messages))]),
    ...sentences.map((sentence) => element('p', {}, sentence)),
    element(
      'dl',
      {class: 'terms'},
      ...rows.map(([name, value]) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))
    ),
    element('h2', {}, page.steps),
    element(
      'ol',
      {class: 'record-steps'},
      ...report.steps.map(({id, outcome, reason}) => {
        const why = reason === null ? '' : ` ${messages.reasons[reason] ?? reason}`
        return element('li', {}, element('b', {}, messages.outcomes[outcome]), ` ${stepInWords(report, id, messages)}${why}`)
      })
    ),
    element('p', {class: 'record-sign'}, record.name),
    element('p', {class: 'record-sign'}, record.sign)
  ]
}
