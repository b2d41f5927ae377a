/**
 * Loaded before a peer (`node --import`): every https connection of `fetch` ends at the server on loopback that
 * `TESTAMUR_LOOPBACK` names, whatever the host. The peer's code stays as it is, and certificates are checked for the
 * host that was asked for, so an address that the server does not stand for is an error.
 */
import { Agent, buildConnector, setGlobalDispatcher } from "undici";

const port = process.env.TESTAMUR_LOOPBACK;
if (!port) throw new Error("TESTAMUR_LOOPBACK names no port");
const connect = buildConnector({});

setGlobalDispatcher(
  new Agent({
    connect(options, callback) {
      connect({ ...options, host: `127.0.0.1:${port}`, hostname: "127.0.0.1", port, servername: options.hostname }, callback);
    },
  }),
);
