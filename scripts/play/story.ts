import type { ContractTransactionReceipt, ContractTransactionResponse, Signer } from "ethers";

import { explainRevert } from "../chain/errors.ts";
import type { Player } from "./cast.ts";
import type { Stage } from "./stage.ts";

/** One step of a story: who did what, or was refused. */
export interface Act {
  /** Unix seconds of the chain's clock. */
  readonly at: number;
  readonly by: Player;
  /** What they do, as the end of a sentence that begins with their name. */
  readonly what: string;
  readonly outcome: Done | Refused;
}

export interface Done {
  readonly kind: "done";
  readonly hash: string;
  readonly block: number;
  readonly gasUsed: bigint;
}

export interface Refused {
  readonly kind: "refused";
  /** In a sentence without a full stop. */
  readonly reason: string;
}

/** A story and what has been played of it. */
export class Story {
  readonly nameEn: string;
  readonly nameZh: string;
  readonly acts: Act[] = [];
  /** Cases of the LoanDesk that it opened, in order. */
  readonly loanIds: bigint[] = [];
  readonly #stage: Stage;

  constructor(stage: Stage, nameEn: string, nameZh: string) {
    this.#stage = stage;
    this.nameEn = nameEn;
    this.nameZh = nameZh;
  }

  /**
   * Somebody sends a transaction, which must succeed.
   * @throws Error that names who, what and why the chain refused
   */
  async act(
    by: Player,
    what: string,
    send: (wallet: Signer) => Promise<ContractTransactionResponse>,
  ): Promise<ContractTransactionReceipt> {
    try {
      const sent = await send(by.wallet);
      const receipt = await sent.wait();
      if (receipt === null) throw new Error(`transaction ${sent.hash} has no receipt`);
      const { hash, blockNumber: block, gasUsed } = receipt;
      this.acts.push({ at: await this.#stage.clock.now(), by, what, outcome: { kind: "done", hash, block, gasUsed } });
      return receipt;
    } catch (error) {
      const reason = explainRevert(error, this.#stage.catalogue);
      throw new Error(`${this.nameEn}: ${by.nameEn} ${what}: ${reason}`, { cause: error });
    }
  }

  /**
   * Somebody tries what the ledger must refuse. Nothing is sent: the chain is asked what would happen.
   * @param errorName the custom error that must be the reason
   * @throws Error when the ledger would allow it, or refuses for another reason
   */
  async refused(
    by: Player,
    what: string,
    errorName: string,
    attempt: (wallet: Signer) => Promise<unknown>,
  ): Promise<void> {
    const error = await attempt(by.wallet).then(
      () => undefined,
      (reason: unknown) => reason,
    );
    const told = error === undefined ? "was allowed" : this.#stage.errorName(error);
    if (told !== errorName) {
      throw new Error(`${this.nameEn}: ${by.nameEn} ${what}: expected ${errorName}, ${told}`, { cause: error });
    }
    const reason = this.#stage.cast.named(explainRevert(error, this.#stage.catalogue));
    this.acts.push({ at: await this.#stage.clock.now(), by, what, outcome: { kind: "refused", reason } });
  }
}
