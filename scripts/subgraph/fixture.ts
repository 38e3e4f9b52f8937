import { readFileSync } from "node:fs";

import { EventFragment, Interface } from "ethers";

/** A contract's event in a test: its signature with the parameters' names, as Solidity has it, and their values. */
export interface FixtureEvent {
  address: string;
  event: string;
  params: Record<string, unknown>;
  /** Hash of its transaction; events with the same one share it. */
  txHash: string;
  /** The wallet that sent the transaction; the zero address unless given. */
  from?: string;
}

/** One test of the mappings: a chain, and what its index must answer. */
export interface Fixture {
  name: string;
  /** First block to be indexed; 0 unless given. */
  startBlock?: number;
  /** Blocks in ascending order; those between are empty. */
  blocks: { number: number; timestamp: number; events?: FixtureEvent[] }[];
  assertions: { query: string; expected: object }[];
}

/** @throws Error when the file cannot be read or is not JSON. */
export function readFixture(path: string): Fixture {
  return JSON.parse(readFileSync(path, "utf8")) as Fixture;
}

/**
 * What a contract would have logged.
 * @throws Error naming the event when a parameter is missing or does not fit its type.
 */
export function encodeEvent({ event, params }: FixtureEvent): { topics: string[]; data: string } {
  const fragment = eventFragment(event);
  const values = fragment.inputs.map(({ name }) => {
    if (!Object.hasOwn(params, name)) throw new Error(`${event}: there is no value for ${name}`);
    return params[name];
  });
  return new Interface([fragment]).encodeEventLog(fragment, values);
}

/** The event as a manifest writes it: types alone, `indexed` before them. */
export function manifestSignature(event: string): string {
  const { name, inputs } = eventFragment(event);
  const types = inputs.map((input) => `${input.indexed === true ? "indexed " : ""}${input.format("sighash")}`);
  return `${name}(${types.join(",")})`;
}

function eventFragment(event: string): EventFragment {
  return EventFragment.from(`event ${event}`);
}
