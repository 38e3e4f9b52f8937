import { type ArgumentType, buildModule, type ContractFuture } from "@nomicfoundation/ignition-core";
import { askedBy, PROXIED_NAMES, type ProxiedName } from "../chain/ledger.ts";

/** Ignition's name for the proxy of a contract. */
export function proxyId(name: ProxiedName): string {
  return `${name}Proxy`;
}

/**
 * The contracts themselves. Each proxy is initialised by its constructor, so there is no moment in which a stranger
 * could do it. The deployer is the AccessManager's first administrator, until it hands over.
 */
export const contractsModule = buildModule("Ledger", (m) => {
  const accessManager = m.contract("AccessManager", [m.getAccount(0)]);
  const proxies = new Map<ProxiedName, ContractFuture<string>>();
  for (const name of PROXIED_NAMES) {
    const constructorArguments: ArgumentType[] = askedBy(name).map(([, asked]) => proxies.get(asked)!);
    const implementation = m.contract(name, constructorArguments);
    const initialisation = m.encodeFunctionCall(implementation, "initialize", [accessManager]);
    proxies.set(name, m.contract("ERC1967Proxy", [implementation, initialisation], { id: proxyId(name) }));
  }
  return { AccessManager: accessManager, ...Object.fromEntries(proxies) };
});
