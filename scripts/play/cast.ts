import type { Signer } from "ethers";

import { type Catalogue, developmentUscc, entityIdOf } from "../../catalogue/index.ts";
import type { Rpc } from "../chain/provider.ts";
import { endow } from "../seed/funds.ts";
import { lenderHolder } from "../seed/market.ts";
import { developmentWallet, type Holder, type Office } from "../wallets/development.ts";
import { shortHash } from "./words.ts";

/** Somebody who signs. */
export interface Player {
  readonly nameEn: string;
  readonly nameZh: string;
  /** Connected to the chain. */
  readonly wallet: Signer;
}

/** A company or an institution on the register, with the wallet that acts for it. */
export interface Member extends Player {
  readonly uscc: string;
  readonly entityId: string;
}

/** The companies of the play, all invented. Their place in the list is the number of their wallet. */
const COMPANIES = [
  { id: "clearStream", nameEn: "Clear Stream Instruments", nameZh: "清溪仪器", division: "440100" },
  { id: "echo", nameEn: "Echo Instruments", nameZh: "回声仪器", division: "440300" },
  { id: "redKiln", nameEn: "Red Kiln Ceramics", nameZh: "红窑陶瓷", division: "445100" },
  { id: "silkGate", nameEn: "Silk Gate Garments", nameZh: "丝门服饰", division: "441900" },
  { id: "lotusHarbour", nameEn: "Lotus Harbour Fashion", nameZh: "荷港时装", division: "440500" },
  { id: "greatBay", nameEn: "Great Bay Machinery", nameZh: "大湾机械", division: "440400" },
  { id: "trueMeasure", nameEn: "True Measure Appraisers", nameZh: "真衡资产评估", division: "440100" },
] as const;

export type CompanyId = (typeof COMPANIES)[number]["id"];

const OFFICE_NAMES = {
  registrar: { nameEn: "Registrar", nameZh: "市场主体登记机关" },
  regulator: { nameEn: "Financial regulator", nameZh: "地方金融监管机关" },
  deployer: { nameEn: "Issuer of the digital yuan", nameZh: "数字人民币发行方" },
} as const satisfies Partial<Record<Office, Omit<Player, "wallet">>>;

/** Everybody who acts in the play, on development wallets. */
export class Cast {
  readonly #provider: Rpc;
  readonly #catalogue: Catalogue;
  readonly companies: Readonly<Record<CompanyId, Member>>;

  constructor(provider: Rpc, catalogue: Catalogue) {
    this.#provider = provider;
    this.#catalogue = catalogue;
    const members = COMPANIES.map(({ id, nameEn, nameZh, division }, number) => {
      const uscc = developmentUscc(`play ${id}`, division);
      const member: Member = {
        nameEn,
        nameZh,
        uscc,
        entityId: entityIdOf(uscc),
        wallet: this.#wallet(`cast:${number}`),
      };
      return [id, member] as const;
    });
    this.companies = Object.fromEntries(members) as Record<CompanyId, Member>;
  }

  office(office: keyof typeof OFFICE_NAMES): Player {
    return { ...OFFICE_NAMES[office], wallet: this.#wallet(office) };
  }

  /** The signer of an agency. */
  agency(code: string): Player {
    const agency = this.#catalogue.agencyByCode.get(code);
    if (agency === undefined) throw new RangeError(`agency "${code}": the catalogue has none of that code`);
    const { nameEn, nameZh, number } = agency;
    return { nameEn, nameZh, wallet: this.#wallet(`signer:${number}`) };
  }

  lender(code: string): Member {
    const wallet = this.#wallet(lenderHolder(this.#catalogue, code));
    const { nameEn, nameZh, uscc } = this.#catalogue.lenderByCode.get(code)!;
    return { nameEn: withoutRemark(nameEn), nameZh: withoutRemark(nameZh), uscc, entityId: entityIdOf(uscc), wallet };
  }

  /** A text in which companies stand by their names instead of their ids, and other long hex is cut to its ends. */
  named(text: string): string {
    const names = new Map(Object.values(this.companies).map(({ entityId, nameEn }) => [entityId, nameEn]));
    return text.replaceAll(/0x[0-9a-f]{40,64}/gi, (hex) => names.get(hex.toLowerCase()) ?? shortHash(hex));
  }

  /** Gives the companies' wallets something to pay gas with. */
  async endow(): Promise<void> {
    const addresses = await Promise.all(Object.values(this.companies).map(({ wallet }) => wallet.getAddress()));
    await endow(this.#provider, addresses);
  }

  #wallet(holder: Holder): Signer {
    return developmentWallet(holder).connect(this.#provider);
  }
}

/** A name without what stands in brackets behind it: that it is development data, which the play says once for all. */
function withoutRemark(name: string): string {
  return name.replace(/\s*[(（].*[)）]$/, "");
}
