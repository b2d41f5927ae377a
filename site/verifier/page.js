/**
 * The only room that knows the page: takes a file or text, has a worker check it, shows the report. Everything is put in as text.
 *
 * @import {Report} from './types.js'
 * @import {Messages} from './words.js'
 * @import {AskMessage, ReportMessage} from './worker.js'
 */

import {fetchBytes} from './fetch.js'
import {limits} from './material.js'
import {instantText} from './values.js'
import {stepIds} from './steps.js'
import {factsInWords, fill, momentInWords, verdictInWords} from './words.js'

const siteRoot = new URL(document.body.dataset.root ?? '../', document.baseURI)
const outcomeClasses = {passed: 'p', failed: 'f', not_applicable: 'a', could_not_check: 'c'}
const plainPath = /^(?:[A-Za-z0-9_~-][A-Za-z0-9._~-]*\/)*[A-Za-z0-9_~-][A-Za-z0-9._~-]*$/

/** @type {{end: () => void} | null} */
let running = null
/** @type {Promise<Blob> | null} */
let bundle = null

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
 * The worker's program, fetched once.
 *
 * @returns {Promise<Blob>}
 */
function readBundle() {
  bundle ??= readOwn('verify/worker.js').then((bytes) => {
    if (bytes !== null) return new Blob([/** @type {BlobPart} */ (bytes)], {type: 'text/javascript'})
    bundle = null
    throw new Error('the worker could not be fetched')
  })
  return bundle
}

/**
 * The report on a file, made by a worker that is ended when its time is up.
 *
 * @param {string} name
 * @param {Uint8Array} bytes
 * @returns {Promise<Report>}
 */
async function check(name, bytes) {
  const at = Date.now()
  const program = await readBundle()
  return new Promise((resolve, reject) => {
    // A worker that starts from a file escapes a policy by meta tag; one that starts from a blob inherits it.
    const address = URL.createObjectURL(program)
    const worker = new Worker(address)
    const timer = setTimeout(() => finish(() => resolve(timedOut(name, at))), limits.check_timeout_s * 1000)
    /** @param {() => void} [then] */
    const finish = (then) => {
      clearTimeout(timer)
      worker.terminate()
      URL.revokeObjectURL(address)
      running = null
      then?.()
    }
    running = {end: finish}
    worker.addEventListener('error', () => finish(() => reject(new Error('the worker broke'))))
    worker.addEventListener('message', (/** @type {MessageEvent<AskMessage | ReportMessage>} */ {data}) => {
      if (data.kind === 'report') finish(() => resolve(data.report))
      else void readOwn(data.path).then((found) => worker.postMessage({kind: 'answer', path: data.path, bytes: found}))
    })
    worker.postMessage({kind: 'verify', name, bytes, at})
  })
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
    const report = await check(name, await read())
    result.replaceChildren(...rendered(report, messages, note))
  } catch {
    result.replaceChildren(element('p', {class: 'broken', role: 'alert'}, messages?.page.failed ?? 'The check could not be started.'))
  }
  result.focus()
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
  const read = async () => new Uint8Array(await file.slice(0, limits.max_credential_bytes + 1).arrayBuffer())
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
readBundle().catch(() => undefined)
