import { count, money, yearsBefore } from "../human.ts";
import type { Random } from "../random.ts";
import type { Traits } from "../traits.ts";
import type { Authors, Draft } from "./author.ts";

/** Items of one kind that are attested one by one; a company may have more. */
const ITEMS_ATTESTED = 3;
const PATENT_YEARS = { invention: 20, utility_model: 10, design: 15 } as const;
const KIND_DIGIT = { invention: 1, utility_model: 2, design: 3 } as const;

/** Intellectual property, land and buildings: what a company owns and could pledge. */
export const PROPERTY: Authors = {
  "ipo.portfolio.v1": (company, random) => {
    const { inventions, patents, trademarks } = portfolioOf(company);
    return patents + trademarks === 0
      ? undefined
      : {
          "ipo.valid_invention_patents": count(inventions),
          "ipo.valid_patents": count(patents),
          "ipo.trademarks": count(trademarks),
          "ipo.patents_lapsed_12m": count(random.poisson(patents / 25)),
        };
  },
  "ipo.pledges.v1": (company, random) => {
    const { patents } = portfolioOf(company);
    return patents === 0
      ? undefined
      : { "ipo.pledged_rights": count(random.chance(0.1) ? random.integer(1, patents) : 0) };
  },
  "ipo.appraisal.v1": (company, random) => {
    const { inventions, patents } = portfolioOf(company);
    if (patents === 0 || random.chance(0.6)) return undefined;
    const value = inventions * random.logNormal(400_000, 0.6) + (patents - inventions) * random.logNormal(60_000, 0.6);
    return { "ipo.appraised_unpledged_value": money(value) };
  },
  "ipo.patent.v1": (company, random, today) =>
    items(Math.min(ITEMS_ATTESTED, portfolioOf(company).patents), () => patent(company, random, today)),
  "ipo.trademark.v1": (company, random, today) =>
    items(Math.min(ITEMS_ATTESTED - 1, portfolioOf(company).trademarks), () => trademark(random, today)),
  "ipo.copyright.v1": (company, random, today) =>
    items(company.section === "I" ? 0 : worksOf(company), () => work(random, today)),
  "ipo.software_copyright.v1": (company, random, today) =>
    items(company.section === "I" || company.section === "M" ? worksOf(company) : 0, () => program(random, today)),
  "nr.real_estate.v1": ({ sales, size, distressed }, random) => {
    if (!random.chance({ micro: 0.12, small: 0.3, medium: 0.65, large: 0.85 }[size])) return undefined;
    const value = sales * random.between(0.1, 0.8);
    return {
      "nr.real_estate_value": money(value),
      "nr.real_estate_mortgaged": money(random.chance(0.45) ? value * random.between(0.2, 0.7) : 0),
      "nr.real_estate_sealed": distressed && random.chance(0.15),
    };
  },
};

interface Portfolio {
  readonly inventions: number;
  readonly patents: number;
  readonly trademarks: number;
}

/** The same for every schema, since it follows from the traits alone. */
function portfolioOf({ industry, innovation, sales, ageYears }: Traits): Portfolio {
  const scale = Math.log10(sales / 300_000) * Math.min(1, ageYears / 4);
  const patents = Math.max(0, Math.round(industry.patents * (innovation - 0.1) * scale * 3));
  return {
    patents,
    inventions: Math.round(patents * Math.min(0.5, Math.max(0.05, 0.15 * innovation))),
    trademarks: Math.max(0, Math.round((innovation + 0.4) * scale)),
  };
}

/** Registered works or programs; follows from the traits alone. */
function worksOf({ innovation, industry }: Traits): number {
  return industry.patents > 0 && innovation > 1 ? Math.min(ITEMS_ATTESTED, Math.floor(innovation)) : 0;
}

function items(number: number, make: () => Draft): Draft[] | undefined {
  return number === 0 ? undefined : Array.from({ length: number }, make);
}

function patent({ ageYears, innovation }: Traits, random: Random, today: number): Draft {
  const kind = random.chance(0.15 + 0.1 * Math.max(0, innovation))
    ? "invention"
    : random.weighted({ utility_model: 80, design: 20 });
  const grantYears = kind === "invention" ? 2.5 : 0.8;
  const filedYears = grantYears + random.between(0, Math.min(9, ageYears));
  const filed = yearsBefore(today, filedYears);
  return {
    item: `ZL ${patentNumber(`${filed.slice(0, 4)}${KIND_DIGIT[kind]}${random.digits(7)}`)}`,
    values: {
      "ipo.patent_kind": kind,
      "ipo.patent_filing_date": filed,
      "ipo.patent_grant_date": yearsBefore(today, filedYears - grantYears),
      "ipo.patent_expiry_date": yearsBefore(today, filedYears - PATENT_YEARS[kind]),
      "ipo.patent_legal_status": PATENT_YEARS[kind] < filedYears ? "expired" : random.chance(0.95) ? "valid" : "lapsed",
      "ipo.patent_pledged": random.chance(0.06),
      "ipo.patent_appraised_value": random.chance(0.3)
        ? money(random.logNormal(kind === "invention" ? 400_000 : 60_000, 0.6))
        : null,
    },
  };
}

/** 12 digits with their check character: weights 2 to 9 and again 2 to 5, modulo 11, 10 written X. */
function patentNumber(digits: string): string {
  const sum = [...digits].reduce((total, digit, index) => total + Number(digit) * ((index % 8) + 2), 0);
  return `${digits}.${sum % 11 === 10 ? "X" : sum % 11}`;
}

function trademark(random: Random, today: number): Draft {
  const years = random.between(0.2, 9.5);
  return {
    item: String(random.integer(9_000_000, 59_999_999)),
    values: {
      "ipo.trademark_class": String(random.integer(1, 45)),
      "ipo.trademark_registration_date": yearsBefore(today, years),
      "ipo.trademark_expiry_date": yearsBefore(today, years - 10),
      "ipo.trademark_legal_status": "registered",
      "ipo.trademark_pledged": random.chance(0.03),
      "ipo.trademark_appraised_value": null,
    },
  };
}

function work(random: Random, today: number): Draft {
  const registered = yearsBefore(today, random.between(0.2, 8));
  return {
    item: `粤作登字-${registered.slice(0, 4)}-F-${random.digits(8)}`,
    values: {
      "ipo.copyright_type": random.weighted({ art: 70, drawing: 20, photographic: 10 }),
      "ipo.copyright_registration_date": registered,
      "ipo.copyright_expiry_date": endOfTerm(registered),
      "ipo.copyright_status": "registered",
    },
  };
}

function program(random: Random, today: number): Draft {
  const registered = yearsBefore(today, random.between(0.2, 8));
  return {
    item: `${registered.slice(0, 4)}SR${random.digits(7)}`,
    values: {
      "ipo.software_publication_date": registered,
      "ipo.software_registration_date": registered,
      "ipo.software_expiry_date": endOfTerm(registered),
      "ipo.software_status": "registered",
    },
  };
}

/** 31 December of the fiftieth year after publication. */
function endOfTerm(published: string): string {
  return `${Number(published.slice(0, 4)) + 50}-12-31`;
}
