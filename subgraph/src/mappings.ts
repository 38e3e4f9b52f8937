// All data sources name this file, so that it is compiled once.
export { handleAgencyDefined, handleSignerAdded, handleSignerDropped } from "./agencies";
export { handleAccepted, handleApplied, handleOffered, handleOfferWithdrawn } from "./applications";
export {
  handleAppraiserChanged,
  handleAssetFlagged,
  handleAssetMoved,
  handleAssetRegistered,
  handleAssetSchemaDefined,
  handleAssetUpdated,
  handleAssetValued,
  handleReceiverNamed,
  handleTransfer,
} from "./assets";
export { handleAttested, handleRevoked } from "./attestations";
export { handleDeclarationAnswered, handleDeclarationRuleDefined } from "./declarations";
export {
  handleAssigned,
  handleAssignmentProposed,
  handleClosed,
  handleCollateralSold,
  handleDefaultDeclared,
  handleProceedsShared,
  handleRestructured,
  handleRestructuringProposed,
} from "./endings";
export {
  handleControllerChanged,
  handleControllerProposed,
  handleEntityRegistered,
  handleEntityReinstated,
  handleEntitySuspended,
} from "./entities";
export {
  handleGuaranteeEnded,
  handleGuaranteeGiven,
  handleGuaranteeLimitChanged,
  handleGuaranteePromised,
} from "./guarantees";
export {
  handleAdvanceRateChanged,
  handleEnforcementConsentChanged,
  handleJuniorConsentChanged,
  handleLienEnforced,
  handleLienExtinguished,
  handleLienRanked,
  handleLienReduced,
  handleLienReleased,
  handlePledged,
} from "./liens";
export {
  handleProductChanged,
  handleProductPublished,
  handleProductRetired,
  handleSettlementTokenChanged,
} from "./products";
export { handleRatingCertified, handleRatingWithdrawn } from "./ratings";
export { handleModelPublished, handleModelWithdrawn } from "./score-models";
export { handleSchemaDefined, handleSchemaResolverChanged } from "./schemas";
export {
  handleActivated,
  handleCollected,
  handleDisbursed,
  handleKept,
  handleReceiptDenied,
  handleRepaid,
  handleRepaymentClaimed,
  handleRepaymentConfirmed,
  handleRepaymentRejected,
} from "./servicing";
