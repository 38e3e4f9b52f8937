import type { Endpoint } from "../http/endpoint.ts";
import type { Services } from "../use-cases/services.ts";
import { attestationEndpoint } from "./attestations.ts";
import { assetEndpoint, collateralEndpoint } from "./collateral.ts";
import { audienceEndpoint } from "./audience.ts";
import { companiesEndpoint } from "./companies.ts";
import { companyFeaturesEndpoint } from "./company-features.ts";
import { declarationsEndpoint } from "./declarations.ts";
import { factsEndpoint } from "./facts.ts";
import { improvementsEndpoint } from "./improvements.ts";
import { applicationEndpoint, companyLoansEndpoint, lenderLoansEndpoint } from "./loans.ts";
import { matchBatchEndpoint } from "./match-batch.ts";
import { matchEventEndpoints } from "./match-events.ts";
import type { EventOptions } from "./match-events.ts";
import { matchOwnEndpoint } from "./match-own.ts";
import { matchStatusEndpoint } from "./match-status.ts";
import { matchEndpoint } from "./match.ts";
import { prepareEndpoints } from "./prepare.ts";
import { productCompaniesEndpoint } from "./product-companies.ts";
import { productEndpoint, productsEndpoint } from "./products.ts";
import { profileEndpoint } from "./profile.ts";
import { ratingsEndpoint } from "./ratings.ts";
import { scoreCertificateEndpoint } from "./score-certificate.ts";
import { scoreHistoryEndpoint } from "./score-history.ts";
import { scorecardEndpoint, scorecardsEndpoint } from "./scorecards.ts";
import { scoreEndpoint, simulateEndpoint } from "./score.ts";
import { scoresEndpoint, scoresSummaryEndpoint } from "./scores.ts";
import { agenciesEndpoint, featuresEndpoint, schemasEndpoint } from "./vocabulary.ts";

/** Everything below /v1, in the order of the documentation. */
export function endpointsOf(services: Services, events: EventOptions): Endpoint[] {
  return [
    companiesEndpoint(services),
    profileEndpoint(services),
    factsEndpoint(services),
    companyFeaturesEndpoint(services),
    scoreEndpoint(services),
    simulateEndpoint(services),
    scoreCertificateEndpoint(services),
    scoreHistoryEndpoint(services),
    ratingsEndpoint(services),
    scoresEndpoint(services),
    scoresSummaryEndpoint(services),
    scorecardsEndpoint(services),
    scorecardEndpoint(services),
    matchEndpoint(services),
    improvementsEndpoint(services),
    matchOwnEndpoint(services),
    matchBatchEndpoint(services, events),
    matchStatusEndpoint(services),
    ...matchEventEndpoints(services, events),
    productsEndpoint(services),
    audienceEndpoint(services),
    productCompaniesEndpoint(services),
    productEndpoint(services),
    declarationsEndpoint(services),
    collateralEndpoint(services),
    assetEndpoint(services),
    companyLoansEndpoint(services),
    lenderLoansEndpoint(services),
    applicationEndpoint(services),
    ...prepareEndpoints(services),
    attestationEndpoint(services),
    agenciesEndpoint(services),
    schemasEndpoint(services),
    featuresEndpoint(services),
  ];
}
