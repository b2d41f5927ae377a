// The two packages that ship without types, as far as this verifier uses them.

declare module 'jsonld' {
  import type {JsonObject, JsonValue} from './types.js'

  export interface RdfTerm {
    termType: 'NamedNode' | 'BlankNode' | 'Literal' | 'DefaultGraph'
    value: string
    datatype?: {termType: 'NamedNode'; value: string}
    language?: string
  }
  export interface RdfQuad {
    subject: RdfTerm
    predicate: RdfTerm
    object: RdfTerm
    graph: RdfTerm
  }
  interface Options {
    base: null
    contextResolver?: unknown
    processingMode: string
    skipExpansion?: boolean
    compactToRelative?: boolean
    documentLoader: (url: string) => Promise<{contextUrl: null; documentUrl: string; document: JsonObject}>
  }
  const jsonld: {
    expand(document: JsonObject, options: Options): Promise<JsonValue[]>
    compact(expanded: JsonValue[], context: JsonObject, options: Options): Promise<JsonObject>
    toRDF(expanded: JsonValue[], options: Options): Promise<RdfQuad[]>
  }
  export default jsonld
}

declare module 'jsonld/lib/ContextResolver.js' {
  /** Keeps what it made of a context by its address, for as long as it is used itself. */
  export default class ContextResolver {
    constructor(options: {sharedCache: Map<string, unknown>})
  }
}

declare module 'rdf-canonize' {
  import type {RdfQuad} from 'jsonld'

  interface MessageDigest {
    update(text: string): void
    digest(): Promise<string>
  }
  interface Options {
    algorithm: 'RDFC-1.0'
    createMessageDigest: () => MessageDigest
    maxDeepIterations: number
  }
  const rdfCanonize: {canonize(dataset: RdfQuad[], options: Options): Promise<string>}
  export default rdfCanonize
}

declare module 'jsonld/lib/context.js' {
  import type ContextResolver from 'jsonld/lib/ContextResolver.js'
  import type {JsonValue} from './types.js'

  /** What the library made of one term. */
  export interface Mapping {
    '@id': string
    '@type'?: string
    '@container'?: string[]
    '@context'?: JsonValue
    reverse?: boolean
    _prefix?: boolean
  }
  export interface ActiveContext {
    mappings: Map<string, Mapping | null>
    '@vocab'?: string
    '@language'?: string
    '@direction'?: string
  }
  interface Options {
    base: null
    processingMode: string
    contextResolver: ContextResolver
    documentLoader: (url: string) => Promise<{contextUrl: null; documentUrl: string; document: JsonValue | undefined}>
  }
  const library: {
    getInitialContext(options: Options): ActiveContext
    process(asked: {activeCtx: ActiveContext; localCtx: JsonValue; options: Options; propagate: boolean}): Promise<ActiveContext>
  }
  export default library
}
