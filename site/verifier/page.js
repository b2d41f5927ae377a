/**
 * The only room that knows the page: takes a file or text, has a worker check it, shows the report. Everything is put in as text.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 * @import {AskMessage, MoreMessage, ReportMessage} from './worker.js'
 */

import {fetchBytes} from './fetch.js'
import {limits} from './material.js'
import {instantText} from './values.js'
import {stepIds} from './steps.js'
import {factsInWords, fill, isPresented, momentInWords, verdictInWords} from './words.js'

const siteRoot = new URL(document.body.dataset.root ?? '../', document.baseURI)
const outcomeClasses = {passed: 'p', failed: 'f', not_applicable: 'a', could_not_check: 'c'}
const plainPath = /^(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/

/** @type {{end: () => void} | null} */
let running = null
/** @type {Map<string, Promise<Uint8Array>>} */
const programs = new Map()

/**
 * @param {string} id
 * @returns {HTMLElement}
 */
function part(id) {
  const found = document.getElementById(id)
  if (found === null) throw new Error(`the page has no ${id}`)
  return found
}

/**
 * @param {string} tag
 * @param {{class?: string} & Record<string, string>} attributes
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
function element(tag, attributes, ...content) {
  const made = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value)
  made.append(...content)
  return made
}

/**
 * What the page's own site has at a path, as far as it is a plain one.
 *
 * @param {string} path
 * @returns {Promise<Uint8Array | null>}
 */
async function readOwn(path) {
  if (!plainPath.test(path)) return null
  const maxBytes = path === 'registry.json' ? limits.max_registry_bytes : limits.max_fetch_bytes
  return fetchBytes(new URL(path, siteRoot).href, {limits, maxBytes, origin: location.origin})
}

/**
 * The messages of the page's language, English where there are none.
 *
 * @returns {Promise<Messages>}
 */
async function readMessages() {
  for (const language of [document.documentElement.lang, 'en']) {
    const bytes = await readOwn(`messages/${language}.json`)
    if (bytes !== null) return JSON.parse(new TextDecoder().decode(bytes))
  }
  throw new Error('the site has no messages')
}

/**
 * A program of the verifier, fetched once.
 *
 * @param {string} name
 * @returns {Promise<Uint8Array>}
 */
function readProgram(name) {
  const known = programs.get(name)
  if (known !== undefined) return known
  const reading = readOwn(`verify/${name}`).then((bytes) => {
    if (bytes !== null) return bytes
    programs.delete(name)
    throw new Error(`${name} could not be fetched`)
  })
  programs.set(name, reading)
  return reading
}

/**
 * The report on a file, made by a worker that is ended when its time is up. Where the first one has not all that the file needs, the full
 * one begins anew.
 *
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<Report[]>}
 */
function check(name, bytes) {
  const at = Date.now()
  /** @type {Map<string, Promise<Uint8Array | null>>} */
  const answers = new Map()
  /** @param {string} path */
  const read = (path) => {
    const answer = answers.get(path) ?? readOwn(path)
    answers.set(path, answer)
    return answer
  }
  return new Promise((resolve, reject) => {
    /** @type {(() => void) | null} */
    let stop = null
    const timer = setTimeout(() => finish(() => resolve([timedOut(name, at)])), limits.check_timeout_s * 1000)
    const over = new AbortController()
    /** @param {() => void} [then] */
    const finish = (then) => {
      clearTimeout(timer)
      over.abort()
      stop?.()
      running = null
      then?.()
    }
    running = {end: finish}
    const broke = () => finish(() => reject(new Error('the worker broke')))

    /** @param {string[]} names */
    const begin = async (names) => {
      const parts = await Promise.all(names.map(readProgram))
      if (over.signal.aborted) return
      // A worker that starts from a file escapes a policy by meta tag; one that starts from a blob inherits it.
      const address = URL.createObjectURL(new Blob(/** @type {BlobPart[]} */ (parts), {type: 'text/javascript'}))
      const worker = new Worker(address)
      stop = () => {
        worker.terminate()
        URL.revokeObjectURL(address)
      }
      worker.addEventListener('error', broke)
      worker.addEventListener('message', (/** @type {MessageEvent<AskMessage | ReportMessage | MoreMessage>} */ {data}) => {
        if (data.kind === 'report') finish(() => resolve(data.reports))
        else if (data.kind === 'ask') {
          void read(data.path).then((found) => worker.postMessage({kind: 'answer', path: data.path, bytes: found}))
        } else {
          stop?.()
          const next = fullerThan(names, data.chunk)
          if (next === null) broke()
          else begin(next).catch(broke)
        }
      })
      worker.postMessage({kind: 'verify', name, bytes, at})
    }
    begin(['worker.js']).catch(broke)
  })
}

/**
 * The programs to try next, one after the other in one worker; null where they would be the same again.
 *
 * @param {string[]} names
 * @param {string | null} chunk
 * @returns {string[] | null}
 */
function fullerThan(names, chunk) {
  const chunks = names.filter((name) => name.startsWith('chunk-'))
  const more = chunk === null || !/^[a-z]+$/.test(chunk) ? [] : [`chunk-${chunk}.js`]
  const next = [...new Set([...chunks, ...more, 'worker-full.js'])]
  return next.every((name) => names.includes(name)) ? null : next
}

/**
 * @param {string} name
 * @param {number} at
 * @returns {Report}
 */
function timedOut(name, at) {
  return {
    file: name,
    verdict: 'unfinished',
    reasons: ['time_limit'],
    steps: stepIds.map((id) => ({id, outcome: 'could_not_check', reason: 'not_reached'})),
    status: null,
    checked_at: instantText(at),
    fetched: []
  }
}

/**
 * Check a file and show what came of it.
 *
 * @param {string} name
 * @param {() => Promise<Uint8Array>} read
 * @param {string} [note]
 */
async function run(name, read, note) {
  const result = part('verify-result')
  running?.end()
  let messages
  try {
    messages = await readMessages()
    result.replaceChildren(element('p', {class: 'checking'}, messages.page.checking))
    const reports = await check(name, await read())
    result.replaceChildren(...(reports.length === 1 ? rendered(reports[0], messages, note) : renderedAll(reports, messages, note)))
  } catch {
    result.replaceChildren(element('p', {class: 'broken', role: 'alert'}, messages?.page.failed ?? 'The check could not be started.'))
  }
  result.focus()
}

/**
 * Each credential of a file that holds several, folded under its verdict.
 *
 * @param {Report[]} reports
 * @param {Messages} messages
 * @param {string} [note]
 * @returns {Node[]}
 */
function renderedAll(reports, messages, note) {
  const notes = [...(note === undefined ? [] : [note]), 'several', ...(reports.some(isPresented) ? ['presented'] : [])]
  return [
    ...notes.map((name) => element('p', {class: 'note'}, fill(messages.page[name], {count: String(reports.length)}))),
    ...reports.map((report, place) => {
      const {headline} = verdictInWords(report, messages)
      const name = report.credential?.achievement?.name ?? report.credential?.name ?? report.part ?? report.file
      const summary = element('summary', {'data-verdict': report.verdict}, `${place + 1}. ${name}: ${headline}`)
      return element('details', {class: 'one'}, summary, ...rendered(report, messages))
    })
  ]
}

/**
 * @param {Report} report
 * @param {Messages} messages
 * @param {string} [note]
 * @returns {Node[]}
 */
function rendered(report, messages, note) {
  const {headline, sentences, next} = verdictInWords(report, messages)
  const facts = factsInWords(report, messages)
  const when = fill(messages.page.checked, {time: momentInWords(report.checked_at, messages.language)})
  const print = element('button', {type: 'button', class: 'button'}, messages.page.print)
  print.addEventListener('click', () => window.print())
  const another = element('a', {href: '#verify-drop'}, messages.page.another)
  another.addEventListener('click', () => part('verify-file').focus())
  const verdict = element(
    'div',
    {class: `verdict ${report.verdict}`, 'data-verdict': report.verdict},
    element(
      'div',
      {},
      element('p', {class: 'when'}, `${when} · ${report.file}`),
      element('h2', {}, headline),
      ...sentences.map((sentence) => element('p', {}, sentence)),
      ...(facts.length === 0
        ? []
        : [
            element(
              'dl',
              {class: 'facts'},
              ...facts.map(({name, value}) => element('div', {}, element('dt', {}, name), element('dd', {}, value)))
            )
          ]),
      ...(next.length === 0
        ? []
        : [
            element('h3', {}, messages.page.next),
            element('ul', {class: 'next'}, ...next.map((sentence) => element('li', {}, sentence)))
          ]),
      element('p', {class: 'actions'}, print, ' ', another)
    )
  )
  const notes = note === undefined ? [] : [element('p', {class: 'note'}, messages.page[note])]
  return [...notes, verdict, stepsOf(report, messages), fetchedOf(report, messages)]
}

/**
 * @param {Report} report
 * @param {Messages} messages
 */
function stepsOf(report, messages) {
  const items = report.steps.map(({id, outcome, reason}) =>
    element(
      'li',
      {class: outcomeClasses[outcome], 'data-step': id},
      element('span', {class: 'o'}, messages.outcomes[outcome]),
      element(
        'span',
        {},
        messages.steps[id],
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
 */
function fetchedOf(report, messages) {
  const items = report.fetched.map(({address, answered_by: by, outcome}) =>
    element(
      'li',
      {},
      fill(outcome === 'ok' ? messages.page.answeredBy : messages.page.notAnswered, {
        address,
        host: by === 'site' ? location.host : by
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
 * @param {FileList | null | undefined} files
 */
function runFiles(files) {
  const file = files?.[0]
  if (file === undefined) return
  // One byte more than is allowed is enough to know that it is too large.
  const read = async () => new Uint8Array(await file.slice(0, limits.max_container_bytes + 1).arrayBuffer())
  void run(file.name, read, (files?.length ?? 0) > 1 ? 'oneFile' : undefined)
}

/** Tie the page's controls to the check. */
function listen() {
  const drop = part('verify-drop')
  const input = /** @type {HTMLInputElement} */ (part('verify-file'))
  const text = /** @type {HTMLTextAreaElement} */ (part('verify-text'))
  input.addEventListener('change', () => {
    runFiles(input.files)
    // The same file, changed, can be chosen again.
    input.value = ''
  })
  for (const type of ['dragenter', 'dragover']) {
    drop.addEventListener(type, (event) => {
      event.preventDefault()
      drop.classList.add('over')
    })
  }
  for (const type of ['dragleave', 'drop']) drop.addEventListener(type, () => drop.classList.remove('over'))
  // Dropped beside the zone, a file would replace the page.
  window.addEventListener('dragover', (event) => event.preventDefault())
  window.addEventListener('drop', (event) => {
    event.preventDefault()
    runFiles(event.dataTransfer?.files)
  })
  part('verify-text-go').addEventListener('click', () => {
    void run(part('verify-paste').querySelector('summary')?.textContent ?? '', async () => new TextEncoder().encode(text.value))
  })
}

listen()
// Fetched while the person looks for the file; a failure is told when it matters.
readProgram('worker.js').catch(() => undefined)
