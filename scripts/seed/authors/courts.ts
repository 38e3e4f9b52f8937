import { count, money, share } from "../human.ts";
import type { Authors } from "./author.ts";

/** Courts, and the authorities that watch work, safety and the environment: trouble, mostly its absence. */
export const COURTS: Authors = {
  "court.enforcement.v1": ({ flags, sales }, random) => ({
    "court.dishonest_debtor": flags.has("dishonestDebtor"),
    "court.enforcement_amount": money(
      flags.has("enforcement") || flags.has("dishonestDebtor") ? sales * random.between(0.02, 0.4) : 0,
    ),
  }),
  "court.cases.v1": ({ distressed, employees }, random) => ({
    "court.defendant_cases_12m": count(random.poisson(distressed ? 3 : 0.15 + Math.min(2, employees / 400))),
  }),
  "court.insolvency.v1": ({ flags, distressed }, random) => ({
    "court.equity_frozen_share": share(distressed && random.chance(0.25) ? random.between(0.1, 1) : 0),
    "court.bankruptcy_case": flags.has("bankruptcy"),
  }),
  "mee.rating.v1": ({ section, health, size }, random) => {
    // Only firms of some weight for the environment are rated.
    if (section !== "C" || (size === "micro" && random.chance(0.8))) return undefined;
    const drawn = health + random.normal();
    return { "mee.rating": drawn < -2.6 ? "red" : drawn < -1.4 ? "yellow" : drawn < 1.2 ? "blue" : "green" };
  },
  "mee.compliance.v1": ({ section, distressed }, random) =>
    section === "C" || section === "A"
      ? {
          "mee.penalty_amount_12m": money(
            random.chance(distressed ? 0.12 : 0.02) ? random.between(20_000, 300_000) : 0,
          ),
          "mee.permit_valid": !random.chance(0.01),
        }
      : undefined,
  "emg.safety.v1": ({ section, size }, random) =>
    (section === "C" || section === "E") && size !== "micro"
      ? { "emg.safety_grade": random.weighted({ none: 30, grade3: 55, grade2: 14, grade1: 1 }) }
      : undefined,
  "emg.accidents.v1": ({ section, employees }, random) =>
    section === "C" || section === "E" || section === "G"
      ? { "emg.accidents_24m": count(random.poisson(Math.min(0.3, employees / 5_000))) }
      : undefined,
};
