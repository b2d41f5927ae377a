/**
 * A file that holds several credentials: each folded under its verdict.
 *
 * @import {Report} from './types.js'
 * @import {Showing} from './report.js'
 */

import {element} from './dom.js'
import {rendered} from './report.js'
import {fill, isOwnReport, isPresented, verdictInWords} from './words.js'

/**
 * @param {Report[]} reports
 * @param {Showing} showing
 * @returns {HTMLElement[]}
 */
export function renderedAll(reports, showing) {
  const {messages} = showing
  const isProved = reports.some(isOwnReport)
  const held = reports.length - (isProved ? 1 : 0)
  const notes = [...(held === 1 ? [] : ['several']), ...(reports.some(isPresented) && !isProved ? ['presented'] : [])]
  return [
    ...notes.map((name) => element('p', {class: 'note'}, fill(messages.page[name], {count: String(held)}))),
    ...reports.map((report, place) => {
      const {headline} = verdictInWords(report, messages)
      const name = report.credential?.achievement?.name ?? report.credential?.name ?? report.part ?? report.file
      const said = element('span', {class: `v ${report.verdict}`}, element('span', {}, headline))
      const number = isOwnReport(report) ? `${messages.page.presenter}: ` : `${place + (isProved ? 0 : 1)}. ${name}: `
      const summary = element('summary', {'data-verdict': report.verdict}, number, said)
      return element('details', {class: 'one'}, summary, ...rendered(report, showing))
    })
  ]
}
