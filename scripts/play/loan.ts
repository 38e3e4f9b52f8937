import { type ContractTransactionReceipt, encodeBytes32String, ZeroHash } from "ethers";

import type { Product } from "../../catalogue/index.ts";
import type { LoanDesk } from "../chain/contracts.ts";
import type { Member } from "./cast.ts";
import type { Stage } from "./stage.ts";
import type { Story } from "./story.ts";
import { cny, percent } from "./words.ts";

const OFFER_SECONDS = 15 * 86_400;

/** What a bank offers. */
export interface OfferDraft {
  readonly amountFen: bigint;
  /** None unless given. */
  readonly feeFen?: bigint;
  readonly tenorMonths: number;
  readonly rateBps: number;
  readonly overdueRateBps: number;
  readonly guarantee?: { readonly by: Member; readonly amountFen: bigint };
  readonly collateral: readonly Collateral[];
}

export interface Collateral {
  readonly assetId: bigint;
  readonly securedFen: bigint;
}

/** `ILoanDesk.Offer` */
interface Offer {
  readonly amountFen: bigint;
  readonly feeFen: bigint;
  readonly tenorMonths: number;
  readonly rateBps: number;
  readonly overdueRateBps: number;
  readonly validUntil: number;
  readonly guarantor: string;
  readonly guaranteedFen: bigint;
  readonly collateral: Collateral[];
}

/**
 * One case of the LoanDesk. Here from application to acceptance; `servicing.ts` and `recovery.ts` go on. Each step is an
 * act of the story, signed by whom it belongs to.
 */
export class Loan {
  readonly stage: Stage;
  readonly story: Story;
  readonly borrower: Member;
  readonly lender: Member;
  readonly product: Product;
  #id: bigint | undefined;
  #offer: Offer | undefined;

  /** @param productId id of the product in the catalogue */
  constructor(stage: Stage, story: Story, borrower: Member, productId: string) {
    const product = stage.catalogue.productById.get(productId);
    if (product === undefined) throw new RangeError(`product "${productId}": the catalogue has none of that id`);
    this.stage = stage;
    this.story = story;
    this.borrower = borrower;
    this.product = product;
    this.lender = stage.cast.lender(product.lender);
  }

  /** The case's number; there is none before `apply`. */
  get id(): bigint {
    if (this.#id === undefined) throw new Error("nobody has applied yet");
    return this.#id;
  }

  /** What is on offer; nothing is before `offer`. */
  get terms(): Offer {
    if (this.#offer === undefined) throw new Error("nothing is on offer");
    return this.#offer;
  }

  get desk(): LoanDesk {
    return this.stage.contracts.LoanDesk;
  }

  /** @param purpose at most 31 ASCII characters */
  async apply(amountFen: bigint, tenorMonths: number, purpose: string): Promise<void> {
    const { ProductCatalogue } = this.stage.contracts;
    const productId = await ProductCatalogue.productIdOf(this.lender.entityId, this.product.id);
    const { version } = await ProductCatalogue.productOf(productId);
    const what = `applies to ${this.lender.nameEn} for ${cny(amountFen)} over ${tenorMonths} months: ${this.product.id}`;
    const terms = [productId, version, amountFen, tenorMonths, encodeBytes32String(purpose)] as const;
    const receipt = await this.story.act(this.borrower, what, (wallet) =>
      this.desk.connect(wallet).applyFor(this.borrower.entityId, ...terms),
    );
    this.#id = this.#loanIdIn(receipt);
    this.story.loanIds.push(this.#id);
  }

  /** The bank makes an offer that can be accepted for 15 days. */
  async offer({ feeFen = 0n, guarantee, collateral, ...terms }: OfferDraft): Promise<void> {
    const offer: Offer = {
      ...terms,
      feeFen,
      validUntil: (await this.stage.clock.now()) + OFFER_SECONDS,
      guarantor: guarantee?.by.entityId ?? ZeroHash,
      guaranteedFen: guarantee?.amountFen ?? 0n,
      collateral: [...collateral],
    };
    const { amountFen, tenorMonths, rateBps } = terms;
    const fee = feeFen === 0n ? "" : ` and a fee of ${cny(feeFen)}`;
    const what = `offers ${cny(amountFen)} for ${tenorMonths} months at ${percent(rateBps)}${fee}${againstWhat(offer)}`;
    await this.story.act(this.lender, what, (wallet) => this.desk.connect(wallet).offer(this.id, offer));
    this.#offer = offer;
  }

  /** A guarantor promises what the offer asks of it. */
  async undertake(guarantor: Member): Promise<void> {
    const { GuaranteeRegistry } = this.stage.contracts;
    const { offerHash } = await this.desk.loanOf(this.id);
    const { guaranteedFen } = this.terms;
    await this.story.act(guarantor, `undertakes to guarantee ${cny(guaranteedFen)} of it`, (wallet) =>
      GuaranteeRegistry.connect(wallet).undertake(guarantor.entityId, this.id, offerHash, guaranteedFen),
    );
  }

  async accept(): Promise<void> {
    await this.story.act(this.borrower, "accepts, and pledges in the same transaction", (wallet) =>
      this.desk.connect(wallet).accept(this.id, this.terms),
    );
  }

  /** The borrower tries to accept what it cannot accept now. */
  async acceptInVain(what: string, errorName: string): Promise<void> {
    await this.story.refused(this.borrower, what, errorName, (wallet) =>
      this.desk.connect(wallet).accept.staticCall(this.id, this.terms),
    );
  }

  async withdraw(): Promise<void> {
    await this.story.act(this.borrower, `withdraws the application to ${this.lender.nameEn}`, (wallet) =>
      this.desk.connect(wallet).withdraw(this.id),
    );
  }

  /** Fees, principal and interest to today, in fen. */
  owedFen(): Promise<bigint> {
    return this.desk.outstandingOf(this.id);
  }

  /** The Beijing day on which the loan is due. */
  async dueDay(): Promise<number> {
    const { balance } = await this.desk.loanOf(this.id);
    return Number(balance.dueDay);
  }

  #loanIdIn(receipt: ContractTransactionReceipt): bigint {
    const events = receipt.logs.map((log) => this.desk.interface.parseLog(log));
    const applied = events.find((event) => event?.name === "Applied");
    if (!applied) throw new Error(`transaction ${receipt.hash} has no Applied event`);
    return applied.args["loanId"] as bigint;
  }
}

function againstWhat({ collateral, guaranteedFen }: Offer): string {
  const secured = collateral.map(({ securedFen }) => `a pledge for ${cny(securedFen)}`);
  const guaranteed = guaranteedFen === 0n ? [] : [`a guarantee of ${cny(guaranteedFen)}`];
  const all = [...secured, ...guaranteed];
  return all.length === 0 ? "" : ` against ${all.join(" and ")}`;
}
