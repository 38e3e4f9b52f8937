import { type ArgumentType, buildModule } from "@nomicfoundation/ignition-core";

/**
 * The contracts themselves. Each proxy is initialised by its constructor, so there is no moment in which a stranger
 * could do it. The deployer is the AccessManager's first administrator, until it hands over.
 */
export const contractsModule = buildModule("Ledger", (m) => {
  const accessManager = m.contract("AccessManager", [m.getAccount(0)]);

  const proxied = (name: string, constructorArguments: ArgumentType[]) => {
    const implementation = m.contract(name, constructorArguments);
    const initialisation = m.encodeFunctionCall(implementation, "initialize", [accessManager]);
    return m.contract("ERC1967Proxy", [implementation, initialisation], { id: `${name}Proxy` });
  };
  const EntityRegistry = proxied("EntityRegistry", []);
  const AttestationRegistry = proxied("AttestationRegistry", [EntityRegistry]);

  return { AccessManager: accessManager, EntityRegistry, AttestationRegistry };
});
