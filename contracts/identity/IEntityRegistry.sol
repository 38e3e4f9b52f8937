// SPDX-License-Identifier: UNLICENSED
pragma solidity ^0.8.28;

/// @title Companies and institutions, and the wallets that act for them.
/// @notice An entity's id is `keccak256` of the 18 ASCII bytes of its unified social credit code (USCC). Agencies may
/// attest about any id; only a registered, active entity can act itself.
interface IEntityRegistry {
    /// @notice What an entity is. `None` marks an unregistered one. The last seven are the supervised kinds.
    enum Kind {
        None,
        Company,
        Bank,
        SmallLoan,
        FinancingGuarantee,
        RegionalEquityMarket,
        PawnShop,
        FinancialLeasing,
        MutualCreditCooperative,
        Crowdfunding
    }

    /// @notice Whether an entity may act.
    enum Status {
        None,
        Active,
        Suspended
    }

    /// @notice One line of a batch registration.
    /// @param uscc unified social credit code, 18 ASCII characters
    /// @param kind any kind but `None`
    /// @param controller wallet (externally owned or ERC-1271) that acts for the entity; zero when it has none yet
    struct Registration {
        bytes18 uscc;
        Kind kind;
        address controller;
    }

    /// @notice A registered entity; all zero for an unknown id.
    /// @param registeredAt unix seconds
    struct Entity {
        address controller;
        Kind kind;
        Status status;
        uint48 registeredAt;
    }

    event EntityRegistered(
        bytes32 indexed entityId,
        bytes18 uscc,
        Kind kind,
        address indexed controller,
        address indexed registrar
    );
    event EntitySuspended(bytes32 indexed entityId, bytes32 reason, address indexed registrar);
    event EntityReinstated(bytes32 indexed entityId, bytes32 reason, address indexed registrar);
    /// @param next the proposed controller; zero when a proposal was withdrawn
    event ControllerProposed(bytes32 indexed entityId, address indexed current, address indexed next, address proposer);
    event ControllerChanged(bytes32 indexed entityId, address indexed previous, address indexed current);

    error EntityRegistryInvalidUscc(bytes18 uscc);
    error EntityRegistryInvalidKind(bytes18 uscc);
    error EntityRegistryAlreadyRegistered(bytes32 entityId, bytes18 uscc);
    error EntityRegistryNotRegistered(bytes32 entityId);
    error EntityRegistryNotActive(bytes32 entityId, Status status);
    error EntityRegistryNotSuspended(bytes32 entityId, Status status);
    error EntityRegistryNotController(bytes32 entityId, address caller);
    error EntityRegistryNotProposed(bytes32 entityId, address caller, address proposed);
    error EntityRegistryEmptyBatch();
    error EntityRegistryBatchTooLarge(uint256 size, uint256 maximum);

    /// @notice Registers one entity. Registrar only.
    /// @return entityId `keccak256(uscc)`
    function register(bytes18 uscc, Kind kind, address controller) external returns (bytes32 entityId);

    /// @notice Registers 1 to `MAX_BATCH` entities; all of them or none. Registrar only.
    function registerBatch(Registration[] calldata registrations) external;

    /// @notice Stops an active entity from acting and its controller from handing it over, and withdraws the offer that
    /// is open. Registrar only.
    /// @param reason hash of, or short text naming, the decision
    function suspend(bytes32 entityId, bytes32 reason) external;

    /// @notice Lets a suspended entity act again. Registrar only.
    function reinstate(bytes32 entityId, bytes32 reason) external;

    /// @notice First step of a handover, by the controller of an active entity. A second proposal replaces the first;
    /// the zero address withdraws it.
    function proposeController(bytes32 entityId, address next) external;

    /// @notice First step of a handover for an entity that has no controller or has lost its key. Registrar only. Where the
    /// key may be in wrong hands, the registrar suspends the entity first, and reinstates it after the acceptance: while
    /// it is suspended nobody else can propose.
    function proposeControllerAsRegistrar(bytes32 entityId, address next) external;

    /// @notice Second step: the proposed wallet takes over. Of a suspended entity too, which then still cannot act.
    function acceptController(bytes32 entityId) external;

    function entityOf(bytes32 entityId) external view returns (Entity memory);

    /// @notice The wallet to which control of the entity was offered; zero when there is no offer.
    function proposedControllerOf(bytes32 entityId) external view returns (address);

    /// @notice Whether the entity is active and `account` is its controller.
    function isActingController(bytes32 entityId, address account) external view returns (bool);

    /// @notice Whether `signature` over `digest` was made by the controller of the active entity: 65 bytes, 64 bytes
    /// (ERC-2098), or whatever an ERC-1271 controller accepts.
    function isSignedByController(
        bytes32 entityId,
        bytes32 digest,
        bytes calldata signature
    ) external view returns (bool);

    /// @notice Whether `uscc` is well formed and has the right check character (GB 32100-2015).
    function isValidUscc(bytes18 uscc) external pure returns (bool);

    function entityIdOf(bytes18 uscc) external pure returns (bytes32);
}
