/**
 * One check: a worker that runs the list away from the page and is ended when its time is up, or when the person says so. It never
 * fetches; what it asks for, the page answers or not.
 *
 * @import {Paper, Recipient, Report} from './types.js'
 * @import {AskMessage, MoreMessage, ReportMessage} from './worker.js'
 * @import {Place} from './place.js'
 */

import {limits} from './material.js'
import {isPdf} from './pdf.js'
import {stepIds} from './steps.js'
import {instantText} from './values.js'

/**
 * @typedef {object} CheckOptions
 * @property {AbortSignal} signal
 *   Ends the check; its promise is then never settled.
 * @property {readonly string[]} [hosts]
 *   Other hosts that the person agreed to.
 * @property {Answers} [answers]
 *   What the page's own site answered already, where several files are checked at once.
 * @property {Recipient} [recipient]
 *   The person asked about.
 * @property {readonly string[]} [refresh]
 *   Asks for a newer version, of these hosts beside the issuer's own.
 */

/**
 * The reports on a file, one for each credential in it. Where the worker has not all that the file needs, another begins anew with the chunk that
 * was missing.
 *
 * @param {Place} place
 * @param {{name: string, bytes: Uint8Array}} file
 * @param {CheckOptions} options
 * @returns {Promise<Report[]>}
 *   Rejects where the program could not be read or broke.
 */
export function check(place, {name, bytes}, {signal, hosts = [], answers = earlyAnswers(), recipient, refresh}) {
  const at = Date.now()
  /** @param {string} path */
  const read = (path) => {
    const answer = answers.get(path) ?? (path.includes(':') ? readAgreed(path) : place.readOwn(path))
    answers.set(path, answer)
    return answer
  }
  /** @param {string} address */
  const readAgreed = async (address) => {
    const isAgreed = URL.canParse(address) && hosts.includes(new URL(address).host)
    return isAgreed && place.readElsewhere !== null ? place.readElsewhere(address) : null
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
      then?.()
    }
    signal.addEventListener('abort', () => finish(), {once: true, signal: over.signal})
    const broke = () => finish(() => reject(new Error('the worker broke')))

    /**
     * @param {string[]} names
     * @param {Paper | null} paper
     *   What a PDF was opened to; what was in it is checked as if it had been the file.
     */
    const begin = async (names, paper) => {
      const started = (names.length === 1 ? await takeReady() : null) ?? (await startWorker(place, names))
      if (over.signal.aborted) return started.end()
      const {worker} = started
      stop = started.end
      worker.addEventListener('error', broke)
      worker.addEventListener('message', (/** @type {MessageEvent<AskMessage | ReportMessage | MoreMessage>} */ {data}) => {
        if (data.kind === 'report') finish(() => resolve(data.reports))
        else if (data.kind === 'ask') {
          void read(data.path).then((found) => worker.postMessage({kind: 'answer', path: data.path, bytes: found}))
        } else if (data.kind === 'more') {
          stop?.()
          const next = `chunk-${data.chunk}.js`
          // What is there already can't be what is missing.
          if (names.includes(next) || !/^[a-z]+$/.test(data.chunk)) broke()
          else begin([...names, next], paper).catch(broke)
        }
      })
      worker.postMessage({kind: 'verify', name, bytes: paper?.inside ?? bytes, at, hosts, recipient, refresh, paper: paper?.reason})
    }
    const isAsked = recipient !== undefined || refresh !== undefined
    const opening = isPdf(bytes) && place.opensPdf ? import('./page-pdf.js').then(({openedPaper}) => openedPaper(bytes, over.signal)) : null
    Promise.resolve(opening)
      .then((paper) => begin([first, ...(isAsked ? ['chunk-further.js'] : [])], paper))
      .catch(broke)
  })
}

/**
 * @typedef {{worker: Worker, end: () => void}} Started
 */

/**
 * The worker that is made ready; null where its program could not be read.
 *
 * @type {Promise<Started | null> | null}
 */
let ready = null

/** @returns {Promise<Started | null> | null} */
function takeReady() {
  const taken = ready
  ready = null
  return taken
}

/** The program that every check begins with. */
const first = 'worker.js'
const registryPath = 'registry.json'
/** How long what was read early counts: who looked for the file for longer gets it as it is by then. */
const earlyMs = 60_000

/** @typedef {Map<string, Promise<Uint8Array | null>>} Answers */

/** @type {{until: number, answers: Answers} | null} */
let early = null

/**
 * What the first check need not wait for.
 *
 * @returns {Answers}
 */
function earlyAnswers() {
  const taken = early
  early = null
  return taken === null || Date.now() > taken.until ? new Map() : taken.answers
}

/**
 * Have a worker ready for the first file, and what it begins with, while the person still looks for it.
 *
 * @param {Place} place
 * @param {readonly string[]} soon
 *   What a check is likely to ask for besides the registry, as paths of the page's own site.
 * @returns {Promise<void>}
 */
export async function prepare(place, soon) {
  // A failure is told when it matters.
  const starting = startWorker(place, [first]).catch(() => null)
  ready = starting
  const registry = place.readOwn(registryPath)
  /** @type {Answers} */
  const answers = new Map([[registryPath, registry], ...soon.map((path) => /** @type {const} */ ([path, place.readOwn(path)]))])
  early = {until: Date.now() + earlyMs, answers}
  const [started, bytes] = await Promise.all([starting, registry])
  // Who was as quick as that has a check under way.
  if (started === null || ready !== starting) return
  started.worker.postMessage({kind: 'prepare', registry: bytes})
}

/**
 * @param {Place} place
 * @param {string[]} names
 *   Programs, one after the other in one worker.
 * @returns {Promise<Started>}
 */
async function startWorker(place, names) {
  const parts = await Promise.all(names.map((one) => place.readProgram(one)))
  // A worker that starts from a file escapes a policy by meta tag; one that starts from a blob inherits it.
  const address = URL.createObjectURL(new Blob(/** @type {BlobPart[]} */ (parts), {type: 'text/javascript'}))
  const worker = new Worker(address)
  return {
    worker,
    end: () => {
      worker.terminate()
      URL.revokeObjectURL(address)
    }
  }
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
