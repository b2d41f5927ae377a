/**
 * The checking of a part that is shown, with its library for CBOR, which no other suite needs (suites.js).
 */

export {verifyDerived} from './disclosure.js'
