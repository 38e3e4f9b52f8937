// SPDX-License-Identifier: UNLICENSED
pragma solidity 0.8.37;

import {IAgencySigners} from "../../../contracts/attestation/IAgencySigners.sol";
import {IAttestationRegistry} from "../../../contracts/attestation/IAttestationRegistry.sol";
import {ISchemas} from "../../../contracts/attestation/ISchemas.sol";

/// @title All that the AttestationRegistry answers to.
interface IRegistry is IAttestationRegistry, ISchemas, IAgencySigners {}
