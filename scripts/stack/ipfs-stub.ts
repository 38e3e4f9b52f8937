import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

import type { Workspace } from "./workspace.ts";

/** "Held nowhere here", as a gateway says it. */
const PRECONDITION_FAILED = 412;

/**
 * graph-node will not start without an IPFS gateway, though nothing it indexes here is on IPFS. This one holds nothing.
 * @returns its URL.
 */
export async function startIpfsStub(workspace: Workspace): Promise<string> {
  const server = createServer((_request, response) => response.writeHead(PRECONDITION_FAILED).end());
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject).listen(0, "127.0.0.1", resolve);
  });
  server.unref();
  workspace.teardown.add("IPFS stub", () => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}
