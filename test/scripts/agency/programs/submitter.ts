/**
 * Submits a history in small batches and prints a line for each: `submitter.ts URL REGISTRY NAME COMPANIES DAYS`. A test
 * kills it half way.
 */
import { loadCatalogue } from "../../../../catalogue/index.ts";
import { submitStatements } from "../../../../scripts/agency/submit.ts";
import { connect } from "../../../../scripts/chain/provider.ts";
import { AttestationRegistry__factory } from "../../../../build/typechain/factories/contracts/attestation/AttestationRegistry__factory.ts";
import { developmentWallet } from "../../../../scripts/wallets/development.ts";
import { history } from "../statements.ts";

const [url = "", registry = "", name = "", companies, days] = process.argv.slice(2);
const provider = await connect(url);
const catalogue = loadCatalogue();
await submitStatements({
  registry: AttestationRegistry__factory.connect(registry, provider),
  signer: developmentWallet("signer:2").connect(provider),
  statements: history(catalogue, name, Number(companies), Number(days)),
  gasCap: 500_000n,
  onProgress: ({ sent }) => console.log(`sent ${sent}`),
});
provider.destroy();
