/**
 * The page: every way in, one check at a time or many, and what came of it. It knows the controls; what a report looks like is told by
 * report.js, and what few people need is loaded when they do (page-*.js).
 *
 * @import {Messages} from './words.js'
 * @import {Asked} from './page-further.js'
 * @import {Report} from './types.js'
 * @import {Place} from './place.js'
 */

import {check, prepare} from './checking.js'
import {button, element, part} from './dom.js'
import {limits} from './material.js'
import {lookUp, remembered} from './remember.js'
import {rendered} from './report.js'
import {fill, isOwnReport, verdictInWords} from './words.js'

const linkStart = '#vc='
const patienceMs = 300

/**
 * Tie the page's controls to the check.
 *
 * @param {Place} place
 */
export function start(place) {
  const result = part('verify-result')
  const status = part('verify-status')
  const input = /** @type {HTMLInputElement} */ (part('verify-file'))
  const text = /** @type {HTMLTextAreaElement} */ (part('verify-text'))
  const panel = part('verify-paste')
  let under = new AbortController()

  /** @param {string} said */
  const say = (said) => {
    status.textContent = said
  }

  /** What is under way ends, and something else begins. */
  const anew = () => {
    under.abort()
    under = new AbortController()
    return under
  }

  const another = () => {
    anew()
    result.replaceChildren()
    say('')
    input.focus()
    input.scrollIntoView({block: 'center'})
  }

  /**
   * @param {string} said
   * @param {string} [kind]
   */
  const tell = (said, kind = 'notice') => {
    const told = element('p', {class: kind, tabindex: '-1'}, said)
    result.replaceChildren(told)
    say(said)
    told.focus()
  }

  /**
   * Work that may fail and may be stopped.
   *
   * @param {(messages: Messages, over: AbortController) => Promise<void>} work
   */
  const attempt = async (work) => {
    const over = anew()
    /** @type {Messages | null} */
    let messages = null
    try {
      messages = await place.readMessages()
      await work(messages, over)
    } catch {
      if (!over.signal.aborted) tell(messages?.page.failed ?? 'The check could not be started.', 'broken')
    }
  }

  /**
   * Check one file and show what came of it.
   *
   * @param {string} name
   * @param {() => Promise<Uint8Array>} read
   * @param {Asked} [asked]
   */
  const run = (name, read, asked = {}) =>
    attempt(async (messages, over) => {
      const stop = button(messages.page.stop, () => {
        over.abort()
        tell(messages.page.stopped)
      })
      const bar = element('progress', {'aria-label': messages.page.checking})
      const busy = element('div', {class: 'checking'}, element('p', {}, messages.page.checking), bar, stop)
      result.replaceChildren()
      // Most checks are over before anybody could read that one is under way.
      const soon = setTimeout(() => over.signal.aborted || result.replaceChildren(busy), patienceMs)
      say(messages.page.checking)
      const file = {name, bytes: await read()}
      const checking = check(place, file, {signal: over.signal, ...asked})
      // While the worker works.
      if (place.asOf === null) setTimeout(lookUp)
      const checked = await checking.finally(() => clearTimeout(soon))
      if (over.signal.aborted) return
      const reports = place.asOf === null ? checked.map(remembered) : checked
      const isPlain = reports.length === 1 && reports[0].steps.every(({reason}) => reason === null) && reports[0].reasons.length === 0
      const words = isPlain ? messages : await place.readMessages(true)
      if (over.signal.aborted) return
      const showing = {messages: words, place, file, another}
      if (reports.length === 1) result.replaceChildren(...rendered(reports[0], showing))
      else {
        const {renderedAll} = await import('./page-several.js')
        if (!over.signal.aborted) result.replaceChildren(...renderedAll(reports, showing))
      }
      const {several} = messages.page
      const held = reports.filter((report) => !isOwnReport(report)).length
      say(held === 1 ? verdictInWords(reports[0], words).headline : fill(several, {count: String(held)}))
      const head = /** @type {HTMLElement | null} */ (result.querySelector(reports.length === 1 ? 'h2' : 'summary'))
      head?.focus()
      await ask(reports, {messages, file, asked, over})
    })

  /**
   * What there is to ask of a file, below what was said of it: other hosts, whose it is, a newer version.
   *
   * @param {Report[]} reports
   * @param {{messages: Messages, file: {name: string, bytes: Uint8Array}, asked: Asked, over: AbortController}} of
   */
  const ask = async (reports, {messages, file, asked, over}) => {
    const fetched = reports.flatMap((report) => report.fetched)
    const isStuck = place.asOf === null && fetched.some(({outcome, answered_by: by}) => outcome !== 'ok' && by !== 'site')
    const isOpen = reports.some(({credential}) => credential !== undefined && (credential.named_by.length > 0 || credential.newer_at !== null))
    /**
     * @param {string[]} hosts
     * @param {string[]} [refresh]
     */
    const agree = async (hosts, refresh) => {
      const {handOver} = await import('./page-others.js')
      if (handOver(file, hosts, refresh)) location.assign(document.body.dataset.others ?? '')
      else tell(messages.page.askTooLarge)
    }
    if (isStuck) {
      const {putQuestion, question} = await import('./page-others.js')
      const asking = question(fetched, {messages, agreed: [], agree})
      if (asking !== null && !over.signal.aborted) putQuestion(result, asking, messages)
    }
    if (!isOpen) return
    const [{putFurther}, words] = await Promise.all([
      import('./page-further.js'),
      Object.keys(asked).length === 0 ? messages : place.readMessages(true)
    ])
    if (over.signal.aborted) return
    const answer = putFurther(result, reports, {
      messages: words,
      asked,
      compare: (recipient) => void run(file.name, async () => file.bytes, {recipient}),
      refresh: place.asOf === null ? (hosts) => void agree(hosts, hosts) : null
    })
    if (answer !== null) say(answer)
  }

  /** @param {readonly File[]} files */
  const runFiles = (files) => {
    const all = files.map((file) => ({
      name: file.name,
      // One byte more than is allowed is enough to know that it is too large.
      read: async () => new Uint8Array(await file.slice(0, limits.max_container_bytes + 1).arrayBuffer())
    }))
    if (all.length === 1) void run(all[0].name, all[0].read)
    else if (all.length > 1) {
      void attempt(async (_, over) => {
        const {checkMany} = await import('./page-many.js')
        await checkMany(all, {result, say, messages: await place.readMessages(true), place, over})
      })
    }
  }

  /** @param {string} link */
  const runLink = (link) =>
    attempt(async (messages, over) => {
      const {credentialFrom} = await import('./page-link.js')
      const bytes = await credentialFrom(link, limits)
      if (over.signal.aborted) return
      if (bytes === null) tell(messages.page.linkBroken)
      else void run(messages.page.fromLink, async () => bytes)
    })

  /**
   * @param {string} said
   * @param {'pasted' | 'fromCamera'} from
   */
  const runText = (said, from) => {
    const isAddress = /^https?:\/\/\S+$/i.test(said.trim())
    if (isAddress && said.includes(linkStart)) void runLink(said.trim())
    else {
      void attempt(async (messages) => {
        if (isAddress) tell(fill(messages.page.onlyAddress, {address: said.trim()}))
        else void run(messages.page[from], async () => new TextEncoder().encode(said))
      })
    }
  }

  const openPanel = () => {
    panel.hidden = false
    text.focus()
  }

  input.addEventListener('change', () => {
    runFiles([...(input.files ?? [])])
    // The same file, changed, can be chosen again.
    input.value = ''
  })
  listenForDrops(runFiles)
  document.addEventListener('paste', (event) => {
    const files = [...(event.clipboardData?.files ?? [])]
    const said = event.clipboardData?.getData('text/plain') ?? ''
    const isTyping = event.target === text && files.length === 0
    if (isTyping || (files.length === 0 && said.trim() === '')) return
    event.preventDefault()
    if (files.length > 0) runFiles(files)
    else runText(said, 'pasted')
  })
  part('verify-paste-go').addEventListener('click', async () => {
    // Where the browser gives no leave to read, the person pastes into the field.
    const said = await Promise.resolve(navigator.clipboard?.readText?.()).catch(() => undefined)
    if (said === undefined || said.trim() === '') openPanel()
    else runText(said, 'pasted')
  })
  part('verify-text-go').addEventListener('click', () => runText(text.value, 'pasted'))
  const camera = part('verify-camera-go')
  camera.hidden = navigator.mediaDevices?.getUserMedia === undefined
  camera.addEventListener('click', () => {
    void attempt(async (messages, over) => {
      const video = /** @type {HTMLVideoElement} */ (element('video', {playsinline: '', muted: '', 'aria-label': messages.page.cameraView}))
      video.muted = true
      const stop = button(messages.page.cameraStop, () => another())
      result.replaceChildren(element('div', {class: 'camera'}, video, element('p', {}, messages.page.cameraHint), stop))
      say(messages.page.cameraHint)
      stop.focus()
      const {textFromCamera} = await import('./page-camera.js')
      const seen = await textFromCamera(video, over.signal).catch(() => undefined)
      if (over.signal.aborted) return
      if (seen === undefined) tell(messages.page.cameraNone)
      else if (seen !== null) runText(seen, 'fromCamera')
    })
  })

  const takeLink = () => {
    if (!location.hash.startsWith(linkStart)) return
    const link = location.hash
    // Out of the address before anything else: neither the history nor a copied address keeps it.
    try {
      history.replaceState(null, '', location.pathname + location.search)
    } catch {
      // Some browsers let a file's address be changed in its fragment alone.
      location.hash = ''
    }
    void runLink(link)
  }
  window.addEventListener('hashchange', takeLink)
  takeLink()
  // While the person looks for the file; a failure is told when it matters.
  void prepare(place, (document.body.dataset.soon ?? '').split(' ').filter(Boolean))
}

/** @param {(files: File[]) => void} run */
function listenForDrops(run) {
  const drop = part('verify-drop')
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
    run([...(event.dataTransfer?.files ?? [])])
  })
}
