// Both data sources name this file, so that it is compiled once.
export { handleAgencyDefined, handleSignerAdded, handleSignerDropped } from "./agencies";
export { handleAttested, handleRevoked } from "./attestations";
export {
  handleControllerChanged,
  handleControllerProposed,
  handleEntityRegistered,
  handleEntityReinstated,
  handleEntitySuspended,
} from "./entities";
export { handleSchemaDefined, handleSchemaResolverChanged } from "./schemas";
