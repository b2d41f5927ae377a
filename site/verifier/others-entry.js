/**
 * Where the program of the page for other hosts begins (docs/decisions/0153): it checks the one file that was handed over, and asks the
 * hosts that the person agreed to. It has no other way in.
 *
 * @import {Messages} from './words.js'
 */

import {check} from './checking.js'
import {button, element, part} from './dom.js'
import {question, takeOver} from './page-others.js'
import {renderedAll} from './page-several.js'
import {network} from './place.js'
import {remembered} from './remember.js'
import {rendered} from './report.js'
import {fill, verdictInWords} from './words.js'

const place = network({elsewhere: true})
const result = part('verify-result')
const status = part('verify-status')
const taken = takeOver()

/**
 * @param {Messages} messages
 * @param {NonNullable<typeof taken>} file
 */
async function run(messages, file) {
  const over = new AbortController()
  const {page} = messages
  part('verify-agreed').textContent = fill(page.askAgreed, {hosts: file.hosts.join(', ')})
  const stop = button(page.stop, () => {
    over.abort()
    result.replaceChildren(element('p', {class: 'notice'}, page.stopped))
  })
  const bar = element('progress', {'aria-label': page.checking})
  result.replaceChildren(element('div', {class: 'checking'}, element('p', {}, page.checking), bar, stop))
  status.textContent = page.checking
  const reports = (await check(place, file, {signal: over.signal, hosts: file.hosts})).map(remembered)
  if (over.signal.aborted) return
  const showing = {messages, place, file}
  result.replaceChildren(...(reports.length === 1 ? rendered(reports[0], showing) : renderedAll(reports, showing)))
  const agree = (/** @type {string[]} */ more) => void begin(messages, {...file, hosts: [...file.hosts, ...more]})
  const asked = question(reports.flatMap(({fetched}) => fetched), {messages, agreed: file.hosts, agree})
  if (asked !== null) result.firstElementChild?.after(asked)
  status.textContent = reports.map((report) => verdictInWords(report, messages).headline).join(' ')
  result.querySelector('h2')?.focus()
}

/** @type {typeof run} */
async function begin(messages, file) {
  try {
    await run(messages, file)
  } catch {
    result.replaceChildren(element('p', {class: 'broken'}, messages.page.failed))
  }
}

place.readMessages().then(
  (messages) => {
    if (taken !== null) void begin(messages, taken)
    else result.replaceChildren(element('p', {class: 'notice'}, messages.page.askNothing))
  },
  () => result.replaceChildren(element('p', {class: 'broken'}, 'The check could not be started.'))
)
