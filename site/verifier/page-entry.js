/** Where the page's program begins: the page, with its own site over the network. */

import {start} from './page.js'
import {network} from './place.js'

start(network())
