/**
 * The JSON-LD library, which the page loads for documents that are not plain (expansion.js).
 */

export {default as jsonld} from 'jsonld'
export {default as ContextResolver} from 'jsonld/lib/ContextResolver.js'
