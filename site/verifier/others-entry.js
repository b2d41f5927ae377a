/**
 * Where the program of the page for other hosts begins (docs/decisions/0153): it checks the one file that was handed over, and asks the
 * hosts that the person agreed to. It has no other way in.
 *
 * @import {Messages} from './words.js'
 * @import {Recipient} from './types.js'
 */

import {check} from './checking.js'
import {button, element, part} from './dom.js'
import {putFurther} from './page-further.js'
import {putQuestion, question, takeOver} from './page-others.js'
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
 * @param {NonNullable<typeof taken> & {recipient?: Recipient}} file
 */
async function run(messages, file) {
  const over = new AbortController()
  const {name, bytes, hosts, ...asked} = file
  const {page} = messages
  part('verify-agreed').textContent = fill(page.askAgreed, {hosts: file.hosts.join(', ')})
  const stop = button(page.stop, () => {
    over.abort()
    result.replaceChildren(element('p', {class: 'notice'}, page.stopped))
  })
  const bar = element('progress', {'aria-label': page.checking})
  result.replaceChildren(element('div', {class: 'checking'}, element('p', {}, page.checking), bar, stop))
  status.textContent = page.checking
  const reports = (await check(place, file, {...asked, signal: over.signal, hosts: file.hosts})).map(remembered)
  if (over.signal.aborted) return
  const another = () => part('verify-back').click()
  const showing = {messages, place, file: {name, bytes}, another}
  result.replaceChildren(...(reports.length === 1 ? rendered(reports[0], showing) : renderedAll(reports, showing)))
  /**
   * @param {string[]} more
   * @param {string[]} [refresh]
   */
  const agree = (more, refresh) => void begin(messages, {...file, hosts: [...new Set([...hosts, ...more])], ...(refresh === undefined ? {} : {refresh})})
  const ask = question(reports.flatMap(({fetched}) => fetched), {messages, agreed: hosts, agree})
  if (ask !== null) putQuestion(result, ask, messages)
  status.textContent = reports.map((report) => verdictInWords(report, messages).headline).join(' ')
  result.querySelector('h2')?.focus()
  const answer = putFurther(result, reports, {
    messages,
    asked,
    compare: (recipient) => void begin(messages, {...file, recipient}),
    refresh: (more) => agree(more, more)
  })
  if (answer !== null) status.textContent = answer
}

/** @type {typeof run} */
async function begin(messages, file) {
  try {
    await run(messages, file)
  } catch {
    result.replaceChildren(element('p', {class: 'broken'}, messages.page.failed))
  }
}

place.readMessages(true).then(
  (messages) => {
    if (taken !== null) void begin(messages, taken)
    else result.replaceChildren(element('p', {class: 'notice'}, messages.page.askNothing))
  },
  () => result.replaceChildren(element('p', {class: 'broken'}, 'The check could not be started.'))
)
