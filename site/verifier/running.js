/**
 * Running the steps: each ends in one of four words, and a failure of one is no exception to the next.
 *
 * @import {Step, StepId} from './types.js'
 */

import {CheckError} from './errors.js'
import {stepIds} from './steps.js'

/** How the steps ended so far; what is not told of at the end was not reached. */
export class Steps {
  constructor() {
    /** @type {Map<StepId, Step>} */
    this.ended = new Map()
  }

  /**
   * What the work of a step gives, null where the step did not pass.
   *
   * @template T
   * @param {StepId} id
   * @param {() => T | Promise<T>} work
   * @returns {Promise<T | null>}
   */
  async run(id, work) {
    try {
      const value = await work()
      this.ended.set(id, {id, outcome: 'passed', reason: null})
      return value
    } catch (error) {
      if (!(error instanceof CheckError)) throw error
      this.ended.set(id, {id, outcome: error.outcome, reason: error.code})
      return null
    }
  }

  /** @param {StepId} id */
  skip(id) {
    this.ended.set(id, {id, outcome: 'not_applicable', reason: null})
  }

  /** @returns {Step[]} */
  all() {
    return stepIds.map((id) => this.ended.get(id) ?? {id, outcome: 'could_not_check', reason: 'not_reached'})
  }
}
