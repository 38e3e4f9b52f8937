/** What the tests read of the API's answers, as any bank's client would declare it. */
export interface FactAnswer {
  id: string;
  state: string;
  value: string | boolean | null;
  chainValue: string | null;
}

export interface StatementAnswer {
  attestationId: string;
  schema: { id: string; name: string };
  agency: { number: number; code: string };
  itemKey: string | null;
  standing: string;
  observedAt: string;
  signer: string;
  transaction: string;
  block: string;
  facts: FactAnswer[];
}

export interface ProfileAnswer {
  asOf: { block: string };
  company: { uscc: string; entityId: string; registered: boolean; controller: string | null };
  agencies: { agency: { number: number }; statements: StatementAnswer[] }[];
  items: { schema: { id: string }; count: string; shown: number }[];
}

export interface MatchAnswer {
  counts: { products: number; eligible: number; refused: number; unknown: number };
  eligible: { id: string }[];
  refused: { id: string; failed: { distance: unknown; evidence: string[] }[] }[];
  unknown: { id: string; unknown: { feature: string; missing: unknown[] }[] }[];
}

export interface LienAnswer {
  applicationId: string;
  state: string;
  rank: number | null;
  lender: { uscc: string | null } | null;
}

export interface AssetAnswer {
  assetId: string;
  holder: { uscc: string | null };
  status: { encumbered: boolean };
  liens: LienAnswer[];
}

export interface CaseAnswer {
  id: string;
  state: string;
  borrower: { uscc: string | null };
  lender: { uscc: string | null };
  product: { code: string };
  owed: { outstandingFen: string } | null;
  repaidFen: string;
}

export interface NextAnswer {
  next: { en: string; zh: string; steps: { step: string; by: string; entity: { uscc: string | null } | null }[] };
}

export interface DeclarationAnswer {
  state: string;
  answers: { state: string; agency: { code: string } | null; counterparty: { uscc: string | null } | null }[];
}

interface Items<Item> {
  items: Item[];
}

/** A bank's side of the API. */
export class Bank {
  readonly #url: string;

  constructor(apiUrl: string) {
    this.#url = apiUrl;
  }

  profile(uscc: string): Promise<ProfileAnswer> {
    return this.#ask(`/v1/companies/${uscc}`);
  }

  match(uscc: string, body: object): Promise<MatchAnswer> {
    const headers = { "content-type": "application/json" };
    return this.#ask(`/v1/companies/${uscc}/match`, { method: "POST", headers, body: JSON.stringify(body) });
  }

  async loans(uscc: string): Promise<CaseAnswer[]> {
    return (await this.#ask<Items<CaseAnswer>>(`/v1/companies/${uscc}/loans`)).items;
  }

  async application(id: bigint): Promise<CaseAnswer & NextAnswer> {
    return (await this.#ask<{ application: CaseAnswer & NextAnswer }>(`/v1/applications/${id}`)).application;
  }

  async ownLoans(uscc: string): Promise<CaseAnswer[]> {
    return (await this.#ask<Items<CaseAnswer>>(`/v1/lenders/${uscc}/loans`)).items;
  }

  async collateral(uscc: string): Promise<AssetAnswer[]> {
    return (await this.#ask<Items<AssetAnswer>>(`/v1/companies/${uscc}/collateral`)).items;
  }

  async declarations(uscc: string): Promise<DeclarationAnswer[]> {
    return (await this.#ask<Items<DeclarationAnswer>>(`/v1/companies/${uscc}/declarations`)).items;
  }

  /** The status and body of any answer, also of a refusal. */
  async raw(path: string): Promise<{ status: number; type: string | null; body: Record<string, unknown> }> {
    const response = await fetch(this.#url + path);
    const body = (await response.json()) as Record<string, unknown>;
    return { status: response.status, type: response.headers.get("content-type"), body };
  }

  async #ask<Answer>(path: string, init?: RequestInit): Promise<Answer> {
    const response = await fetch(this.#url + path, init);
    if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return (await response.json()) as Answer;
  }
}
