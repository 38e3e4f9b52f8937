import assert from "node:assert/strict";
import { describe, it } from "node:test";
import { type Signer, VoidSigner, Wallet } from "ethers";
import hre from "hardhat";
import { developmentNameOf, developmentWallet } from "../../../scripts/wallets/development.ts";
import { environmentKeys } from "../../../scripts/wallets/environment-keys.ts";
import { hardhatKeys } from "../../../scripts/wallets/hardhat-keys.ts";
import { type KeySources, keyVariable, walletFor } from "../../../scripts/wallets/wallet-for.ts";
import { catalogue, type Chain, freshChain } from "../deploy/chain.ts";

const own = Wallet.createRandom();
const other = Wallet.createRandom();

function sources(chain: Chain, variables: Record<string, string> = {}, ledgers: string[] = []): KeySources {
  return {
    ...{ provider: chain.provider, catalogue },
    variable: (name) => Promise.resolve(variables[name]),
    ledgerAccounts: ledgers,
    ledgerSigner: (account) => Promise.resolve(new VoidSigner(account, chain.provider)),
  };
}

const addressOf = async (signer: Promise<Signer>) => (await signer).getAddress();

describe("keyVariable", () => {
  it("names a variable for each holder", () => {
    assert.equal(keyVariable("registrar", catalogue), "LINGNAN_KEY_REGISTRAR");
    assert.equal(keyVariable("signer:2", catalogue), "LINGNAN_KEY_SIGNER_TAX");
    assert.equal(keyVariable("admin:3", catalogue), "LINGNAN_KEY_ADMIN_CUS");
    assert.equal(keyVariable("company:7", catalogue), "LINGNAN_KEY_COMPANY_7");
    assert.equal(keyVariable("lender:2", catalogue), "LINGNAN_KEY_LENDER_2");
  });
});

describe("walletFor on a real network", async () => {
  const chain = await freshChain(4711);
  const variables = { LINGNAN_KEY_SIGNER_TAX: own.privateKey, OTHER: other.privateKey.slice(2) };

  it("takes the chosen variable first, then the holder's own", async () => {
    const keys = sources(chain, variables);
    assert.equal(await addressOf(walletFor("signer:2", keys, "OTHER")), other.address);
    assert.equal(await addressOf(walletFor("signer:2", keys)), own.address);
  });

  it("takes a Ledger account that is chosen, named by the variable, or the only one", async () => {
    const [first, second] = [own.address, other.address];
    assert.equal(await addressOf(walletFor("registrar", sources(chain, {}, [first, second]), second)), second);
    const named = sources(chain, { LINGNAN_KEY_REGISTRAR: first }, [first, second]);
    assert.equal(await addressOf(walletFor("registrar", named)), first);
    assert.equal(await addressOf(walletFor("registrar", sources(chain, {}, [second]))), second);
  });

  it("says where a key could come from when there is none", async () => {
    const twoLedgers = sources(chain, {}, [own.address, other.address]);
    await assert.rejects(
      walletFor("signer:2", twoLedgers),
      /no key for signer:2 on chain 4711: set LINGNAN_KEY_SIGNER_TAX/,
    );
    await assert.rejects(
      walletFor("signer:2", twoLedgers, "MISSING"),
      /MISSING: neither the environment nor the keystore/,
    );
    const unlisted = walletFor("signer:2", sources(chain), own.address);
    await assert.rejects(unlisted, /no Ledger account of this network/);
  });

  it("never repeats a key that was given in place of its name, whole or damaged", async () => {
    for (const given of [own.privateKey, own.privateKey.slice(2), own.privateKey.slice(0, -1), "a".repeat(63)]) {
      await assert.rejects(walletFor("signer:2", sources(chain), given), (error: Error) => {
        assert.match(error.message, /by the name of a configuration variable/);
        assert.ok(!error.message.includes(given.slice(2, 20)));
        return true;
      });
    }
  });

  it("refuses a development key however it comes, and never shows a key", async () => {
    const development = developmentWallet("signer:2");
    const named = sources(chain, { LINGNAN_KEY_SIGNER_TAX: development.privateKey });
    await assert.rejects(walletFor("signer:2", named), /is a development wallet, whose key is public: refused/);
    const broken = sources(chain, { LINGNAN_KEY_SIGNER_TAX: own.privateKey.slice(0, -2) });
    await assert.rejects(walletFor("signer:2", broken), (error: Error) => {
      assert.match(error.message, /LINGNAN_KEY_SIGNER_TAX must hold a private key \(32 bytes in hex\)/);
      assert.ok(!error.message.includes(own.privateKey.slice(2, 20)));
      return true;
    });
  });
});

describe("walletFor on the development chain", async () => {
  const chain = await freshChain();

  it("falls back on the holder's development key", async () => {
    assert.equal(await addressOf(walletFor("signer:2", sources(chain))), developmentWallet("signer:2").address);
  });

  it("prefers a configured one", async () => {
    const keys = sources(chain, { LINGNAN_KEY_SIGNER_TAX: own.privateKey });
    assert.equal(await addressOf(walletFor("signer:2", keys)), own.address);
  });
});

describe("keys from the environment", () => {
  it("are found with Hardhat and without", async () => {
    const chain = await freshChain();
    process.env.LINGNAN_KEY_REGULATOR = own.privateKey;
    try {
      for (const keys of [environmentKeys(chain.provider, catalogue), hardhatKeys(hre, chain.connection, catalogue)]) {
        assert.equal(await addressOf(walletFor("regulator", keys)), own.address);
        assert.equal(await addressOf(walletFor("steward", keys)), developmentWallet("steward").address);
      }
    } finally {
      delete process.env.LINGNAN_KEY_REGULATOR;
    }
  });
});

describe("developmentNameOf", () => {
  it("knows the wallets that the development chain funds", async () => {
    const { provider } = await freshChain();
    for (const holder of ["deployer", "relayer", "admin:26", "signer:40"] as const) {
      const { address } = developmentWallet(holder);
      assert.equal(developmentNameOf(address.toLowerCase()), holder);
      assert.notEqual(await provider.getBalance(address), 0n);
    }
    assert.equal(developmentNameOf(own.address), undefined);
  });
});
