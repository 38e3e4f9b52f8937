// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title The agencies, and the wallets that sign for them.
/// @notice A wallet signs for one agency at most, so that a statement names its issuer beyond doubt.
interface IAgencySigners {
    event AgencyDefined(uint16 indexed agencyId, string code, string nameEn, string nameZh);
    event SignerAdded(uint16 indexed agencyId, address indexed wallet, address indexed admin);
    event SignerDropped(uint16 indexed agencyId, address indexed wallet, address indexed admin);

    error AgencySignersInvalidAgency(uint16 agencyId);
    error AgencySignersAgencyExists(uint16 agencyId);
    error AgencySignersUnknownAgency(uint16 agencyId);
    error AgencySignersNotAdmin(uint16 agencyId, address caller);
    error AgencySignersInvalidWallet();
    error AgencySignersWalletTaken(address wallet, uint16 agencyId);
    error AgencySignersNotSigner(uint16 agencyId, address wallet);

    /// @notice Adds an agency of the catalogue. Steward only; an agency can never be changed or removed.
    /// @param agencyId number in the catalogue, 1 or more
    /// @param code short name in the catalogue, such as `tax`
    function defineAgency(
        uint16 agencyId,
        string calldata code,
        string calldata nameEn,
        string calldata nameZh
    ) external;

    /// @notice Lets `wallet` sign for the agency. Only a member of the agency's own admin role, without an execution
    /// delay, may call; governance may not.
    function addSigner(uint16 agencyId, address wallet) external;

    /// @notice Ends what `wallet` may do for the agency. What it signed before stays valid. Agency's own admin only;
    /// works during a pause, because a stolen key must be dropped at once.
    function dropSigner(uint16 agencyId, address wallet) external;

    function agencyExists(uint16 agencyId) external view returns (bool);

    /// @notice The agency for which `wallet` signs (0: none) and since when (unix seconds).
    function signerOf(address wallet) external view returns (uint16 agencyId, uint48 since);
}
