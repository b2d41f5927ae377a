/**
 * The credential in an image, for files that are not the credential themselves.
 */

import {opened} from './contain.js'

export const rooms = Object.freeze({opened})
