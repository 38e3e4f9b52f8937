/** Starts a workspace with one long-lived program, says where it is, and waits to be killed. */
import { Workspace } from "../../../../scripts/stack/workspace.ts";

const workspace = new Workspace({});
const service = workspace.launch({
  name: "sleeper",
  command: process.execPath,
  args: ["-e", "setInterval(() => {}, 1000)"],
});
console.log(JSON.stringify({ folder: workspace.folder, pid: service.pid }));
setInterval(() => undefined, 1_000);
