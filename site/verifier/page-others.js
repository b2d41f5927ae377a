/**
 * Other hosts: which would have to be asked, what each learns, and the way to the page that may ask them once the person has agreed
 * (docs/decisions/0153). The credential goes from page to page in the tab's own storage and is taken out at once.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 */

import {button, element} from './dom.js'
import {fill} from './words.js'

const storage = 'testamur-hand-over'

/**
 * The addresses that nobody was asked for, by their host.
 *
 * @param {Report['fetched']} fetched
 * @param {readonly string[]} agreed
 * @returns {Map<string, string[]>}
 */
export function hostsToAsk(fetched, agreed) {
  /** @type {Map<string, string[]>} */
  const hosts = new Map()
  for (const {address, answered_by: host, outcome} of fetched) {
    const isForeign = outcome === 'unreachable' && host !== 'site' && URL.canParse(address) && new URL(address).protocol === 'https:'
    if (isForeign && !agreed.includes(host)) hosts.set(host, [...(hosts.get(host) ?? []), address])
  }
  return hosts
}

/**
 * The question, one host a line; null where there is nobody to ask.
 *
 * @param {Report['fetched']} fetched
 * @param {object} options
 * @param {Messages} options.messages
 * @param {readonly string[]} options.agreed
 * @param {(hosts: string[]) => void} options.agree
 * @returns {HTMLElement | null}
 */
export function question(fetched, {messages, agreed, agree}) {
  const hosts = hostsToAsk(fetched, agreed)
  if (hosts.size === 0) return null
  const {page} = messages
  return element(
    'section',
    {class: 'ask', 'aria-labelledby': 'ask-title'},
    element('h2', {id: 'ask-title'}, page.askTitle),
    element('p', {}, page.askWhy),
    ...[...hosts].map(([host, addresses]) =>
      element(
        'div',
        {class: 'ask-host'},
        element('p', {}, element('strong', {}, host), ' ', page.askLearns),
        element('ul', {}, ...addresses.map((address) => element('li', {}, element('code', {}, address))))
      )
    ),
    button(fill(page.askAgree, {hosts: [...hosts.keys()].join(', ')}), () => agree([...hosts.keys()]), 'button')
  )
}

/**
 * Put the question below what was said, which then names it as the next step.
 *
 * @param {HTMLElement} result
 * @param {HTMLElement} asked
 * @param {Messages} messages
 */
export function putQuestion(result, asked, {page}) {
  result.firstElementChild?.after(asked)
  const next = result.querySelectorAll('.unfinished .next')
  if (next.length === 1) next[0].replaceChildren(element('li', {}, page.askNext))
}

/**
 * Put a file where the other page finds it.
 *
 * @param {{name: string, bytes: Uint8Array}} file
 * @param {readonly string[]} hosts
 * @param {readonly string[]} [refresh]
 *   Where a newer version is to be asked for, the hosts that may be.
 * @returns {boolean}
 *   Whether the browser had room for it.
 */
export function handOver({name, bytes}, hosts, refresh) {
  const text = Array.from(bytes, (byte) => String.fromCharCode(byte)).join('')
  try {
    sessionStorage.setItem(storage, JSON.stringify({name, hosts, refresh, file: btoa(text)}))
    return true
  } catch {
    return false
  }
}

/**
 * Take what was handed over; it is gone from the browser's storage before it is looked at.
 *
 * @returns {{name: string, bytes: Uint8Array, hosts: string[], refresh?: string[]} | null}
 */
export function takeOver() {
  try {
    const kept = sessionStorage.getItem(storage)
    sessionStorage.removeItem(storage)
    /** @type {{name?: unknown, hosts?: unknown, refresh?: unknown, file?: unknown}} */
    const {name, hosts, refresh, file} = JSON.parse(kept ?? '{}')
    if (typeof name !== 'string' || typeof file !== 'string' || !Array.isArray(hosts)) return null
    const bytes = Uint8Array.from(atob(file), (one) => one.charCodeAt(0))
    const texts = (/** @type {unknown[]} */ all) => all.filter((one) => typeof one === 'string')
    return {name, bytes, hosts: texts(hosts), ...(Array.isArray(refresh) ? {refresh: texts(refresh)} : {})}
  } catch {
    return null
  }
}
