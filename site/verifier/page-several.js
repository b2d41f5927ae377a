/**
 * A file that holds several credentials: each folded under its verdict.
 *
 * @import {Report} from './types.js'
 * @import {Showing} from './report.js'
 */

import {element} from './dom.js'
import {rendered} from './report.js'
import {fill, isPresented, verdictInWords} from './words.js'

/**
 * @param {Report[]} reports
 * @param {Showing} showing
 * @returns {HTMLElement[]}
 */
export function renderedAll(reports, showing) {
  const {messages} = showing
  const notes = ['several', ...(reports.some(isPresented) ? ['presented'] : [])]
  return [
    ...notes.map((name) => element('p', {class: 'note'}, fill(messages.page[name], {count: String(reports.length)}))),
    ...reports.map((report, place) => {
      const {headline} = verdictInWords(report, messages)
      const name = report.credential?.achievement?.name ?? report.credential?.name ?? report.part ?? report.file
      const said = element('span', {class: `v ${report.verdict}`}, element('span', {}, headline))
      const summary = element('summary', {'data-verdict': report.verdict}, `${place + 1}. ${name}: `, said)
      return element('details', {class: 'one'}, summary, ...rendered(report, showing))
    })
  ]
}
