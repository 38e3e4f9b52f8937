import type { IncomingMessage } from "node:http";

const timers = new WeakMap<IncomingMessage, NodeJS.Timeout>();

/** Cuts the client off whose body has not come whole in time, unless the deadline is lifted. */
export function setBodyDeadline(request: IncomingMessage, milliseconds: number): void {
  const { "transfer-encoding": coding, "content-length": length } = request.headers;
  if (coding === undefined && Number(length ?? 0) === 0) return;
  const timer = setTimeout(() => request.destroy(), milliseconds);
  // A request that was answered before its body came does not say when its connection goes.
  timer.unref();
  timers.set(request, timer);
  request.once("close", () => clearTimeout(timer));
}

/** For who may send for as long as there is something to send. */
export function liftBodyDeadline(request: IncomingMessage): void {
  clearTimeout(timers.get(request));
}
