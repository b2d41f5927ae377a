/**
 * Many files at once: checked one or two at a time, shown as a table whose rows open their reports, and handed out as a CSV file.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 * @import {Place} from './place.js'
 */

import {check} from './checking.js'
import {csvFrom} from './csv.js'
import {button, element} from './dom.js'
import {limits} from './material.js'
import {remembered} from './remember.js'
import {rendered} from './report.js'
import {dayInWords, fill} from './words.js'

/**
 * @typedef {{name: string, bytes: Uint8Array, report: Report | null}} Checked
 *   The report is null where the check broke.
 */

/**
 * Check files and show what came of each.
 *
 * @param {readonly {name: string, read: () => Promise<Uint8Array>}[]} files
 * @param {object} options
 * @param {HTMLElement} options.result
 * @param {(text: string) => void} options.say
 * @param {Messages} options.messages
 * @param {Place} options.place
 * @param {AbortController} options.over
 */
export async function checkMany(files, {result, say, messages, place, over}) {
  const {many} = messages
  const chosen = files.slice(0, limits.max_files_at_once)
  const view = new View(chosen.length, {result, messages, place, stop: () => over.abort()})
  if (files.length > chosen.length) view.note(fill(many.tooMany, {most: String(chosen.length), count: String(files.length)}))
  /** @type {Map<string, Promise<Uint8Array | null>>} */
  const answers = new Map()
  const waiting = chosen.entries()
  const work = async () => {
    for (const [at, {name, read}] of waiting) {
      if (over.signal.aborted) return
      /** @type {Checked[]} */
      let found = [{name, bytes: new Uint8Array(), report: null}]
      try {
        const bytes = await read()
        const reports = await stoppable(check(place, {name, bytes}, {signal: over.signal, answers}), over.signal)
        found = reports.map((report) => ({
          name: report.part === undefined ? name : `${name}, ${report.part}`,
          bytes,
          report: place.asOf === null ? remembered(report) : report
        }))
      } catch {
        if (over.signal.aborted) return
      }
      view.add(at, found)
    }
  }
  // Each check is a program of its own; more than two would only wait for each other on most machines.
  await Promise.all(navigator.hardwareConcurrency > 2 ? [work(), work()] : [work()])
  say(view.end())
}

/**
 * What a promise gives, or a rejection once the signal says stop.
 *
 * @template T
 * @param {Promise<T>} promise
 * @param {AbortSignal} signal
 * @returns {Promise<T>}
 */
function stoppable(promise, signal) {
  const stopped = new Promise((/** @type {(value: never) => void} */ _, reject) => {
    signal.addEventListener('abort', () => reject(new Error('stopped')), {once: true})
  })
  return Promise.race([promise, stopped])
}

/** The table. */
class View {
  /**
   * @param {number} count
   * @param {{result: HTMLElement, messages: Messages, place: Place, stop: () => void}} of
   */
  constructor(count, {result, messages, place, stop}) {
    const {many} = messages
    this.messages = messages
    this.place = place
    this.count = count
    this.done = 0
    /** @type {Checked[][]} */
    this.checked = []
    this.bar = /** @type {HTMLProgressElement} */ (element('progress', {max: String(count), value: '0', 'aria-label': messages.page.checking}))
    this.said = element('p', {class: 'count'})
    this.stop = button(messages.page.stop, stop)
    this.actions = element('p', {class: 'actions'}, this.stop)
    this.body = element('tbody', {})
    this.heads = [many.file, many.verdict, many.holder, many.achievement, many.until]
    const head = element('tr', {}, ...this.heads.map((name) => element('th', {scope: 'col'}, name)))
    this.table = element('table', {class: 'many'}, element('caption', {class: 'vh'}, many.title), element('thead', {}, head), this.body)
    this.list = element(
      'div',
      {},
      element('h2', {tabindex: '-1', class: 'many-title'}, many.title),
      this.said,
      this.bar,
      this.actions,
      this.table
    )
    this.one = element('div', {hidden: ''})
    result.replaceChildren(this.list, this.one)
    this.list.querySelector('h2')?.focus()
    this.tell()
  }

  /** @param {string} text */
  note(text) {
    this.said.before(element('p', {class: 'notice'}, text))
  }

  tell() {
    const text = fill(this.messages.many.done, {done: String(this.done), count: String(this.count)})
    this.said.textContent = text
    this.bar.value = this.done
    return text
  }

  /**
   * What came of a file: a row for each credential in it.
   *
   * @param {number} at
   * @param {Checked[]} found
   */
  add(at, found) {
    this.checked[at] = found
    this.done += 1
    this.tell()
    // In the order of the files, whichever was ready first.
    const after = [...this.body.children].find((other) => Number(/** @type {HTMLElement} */ (other).dataset.at) > at)
    for (const one of found) this.body.insertBefore(this.row(at, one), after ?? null)
  }

  /**
   * @param {number} at
   * @param {Checked} one
   */
  row(at, one) {
    const {report} = one
    const cells = row(one, this.messages)
    const open = report === null ? cells[0] : button(cells[0], () => this.open(one))
    return element(
      'tr',
      {'data-at': String(at)},
      element('th', {scope: 'row'}, open),
      element('td', {class: `v ${report?.verdict ?? 'unfinished'}`, 'data-head': this.heads[1]}, element('span', {}, cells[1])),
      ...cells.slice(2).map((text, place) => element('td', {'data-head': this.heads[place + 2]}, text))
    )
  }

  /** @param {Checked} one */
  open({name, bytes, report}) {
    if (report === null) return
    const {messages, place} = this
    const from = /** @type {HTMLElement | null} */ (document.activeElement)
    const back = button(messages.many.back, () => {
      this.one.hidden = true
      this.list.hidden = false
      from?.focus()
    })
    this.one.replaceChildren(element('p', {}, back), ...rendered(report, {messages, place, file: {name, bytes}}))
    this.list.hidden = true
    this.one.hidden = false
    this.one.querySelector('h2')?.focus()
  }

  /** @returns {string} What to say now that all is done, or was stopped. */
  end() {
    this.bar.remove()
    const download = button(this.messages.many.download, () => this.save(), 'button')
    this.stop.replaceWith(download)
    // Who waited at the button that is gone finds this one.
    if (document.activeElement === document.body) download.focus()
    /** @type {Map<string, number>} */
    const counts = new Map()
    for (const {report} of this.checked.flat()) {
      const words = this.messages.many[report === null ? 'broke' : `is_${report.verdict}`]
      counts.set(words, (counts.get(words) ?? 0) + 1)
    }
    this.said.append(`: ${[...counts].map(([words, count]) => `${count} ${words}`).join(' · ')}`)
    return this.said.textContent ?? ''
  }

  save() {
    const address = URL.createObjectURL(new Blob([this.csv()], {type: 'text/csv'}))
    const link = element('a', {href: address, download: `${this.messages.many.saveAs}-${new Date().toISOString().slice(0, 10)}.csv`})
    link.click()
    setTimeout(() => URL.revokeObjectURL(address), 10_000)
  }

  csv() {
    const {many, facts} = this.messages
    const head = [...this.heads, many.reasons, facts.issuer, facts.issued, facts.number, many.checked]
    const rows = this.checked.flat().map((one) => {
      const {report} = one
      const credential = report?.credential
      const [name, verdict, holder, achievement] = row(one, this.messages)
      return [
        ...[name, verdict, holder, achievement, credential?.valid_until ?? ''],
        report?.reasons.join(' ') ?? '',
        credential?.issuer.name ?? credential?.issuer.id ?? '',
        ...[credential?.valid_from ?? '', credential?.number ?? '', report?.checked_at ?? '']
      ]
    })
    return csvFrom([head, ...rows])
  }
}

/**
 * File, verdict, holder, achievement, until: in words, and empty where nothing may be shown.
 *
 * @param {Checked} one
 * @param {Messages} messages
 * @returns {string[]}
 */
function row({name, report}, {many, facts, days}) {
  const credential = report?.credential
  if (credential === undefined) return [name, report === null ? many.broke : many[`is_${report.verdict}`], '', '', '']
  const until = credential.valid_until === null ? facts.noEnd : dayInWords(credential.valid_until, {days})
  const achievement = credential.achievement?.name ?? credential.name ?? facts.notStated
  return [name, many[`is_${report?.verdict}`], credential.holder ?? facts.notStated, achievement, until]
}
