import type { BenchData } from "./data.ts";
import type { EngineRole } from "./engine-role.ts";
import { RoleProcess } from "./role.ts";
import { median } from "./timing.ts";

/** What a change costs, and memory. Null where there is nothing to change. */
export interface ChangeFigures {
  /** Until a changed product holds and its audience is known; half of them with thresholds that none had before. */
  readonly oneProductMs: number | null;
  readonly oneProductMaxMs: number | null;
  /** Until one company in a hundred has other facts and it is known what each became and ceased to be. */
  readonly onePercentMs: number | null;
  /** Of the process that has the engine, after all that. */
  readonly rssMb: number;
  readonly peakRssMb: number;
}

const CHANGED_PRODUCTS = 40;
const CHANGE_ROUNDS = 3;
/** The platform's products within a year. */
export const MANY_PRODUCTS = 1_080;

/** @param ours as bulk left it: what is changed here stays changed. */
export async function measureChanges(
  { companies, products }: BenchData,
  ours: RoleProcess<EngineRole>,
  say: (text: string) => void,
): Promise<ChangeFigures> {
  const productMs: number[] = [];
  const percentMs: number[] = [];
  if (products > 0) {
    say(`changing ${CHANGED_PRODUCTS} products, one by one`);
    for (let number = 0; number < CHANGED_PRODUCTS; number++) productMs.push(await ours.call("oneProduct", number));
  }
  if (companies > 0) {
    say("changing one company in a hundred");
    for (let round = 0; round < CHANGE_ROUNDS; round++) {
      percentMs.push(1_000 * (await ours.call("onePercent", round)).seconds);
    }
  }
  const memory = await ours.call("memory");
  const orNull = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    ...{ oneProductMs: orNull(median(productMs)), oneProductMaxMs: orNull(Math.max(...productMs)) },
    ...{ onePercentMs: orNull(median(percentMs)), ...memory },
  };
}

/** Seconds from stored rows to bitmaps with the products that the platform has within a year, on one thread. */
export async function measureManyProducts(data: BenchData, rounds: number): Promise<{ products1080Seconds: number }> {
  const process = new RoleProcess<EngineRole>("engine", new URL("./engine-role.ts", import.meta.url));
  try {
    await process.call("open", { ...data, products: MANY_PRODUCTS }, 1);
    const seconds: number[] = [];
    for (let round = 0; round < rounds; round++) seconds.push((await process.call("rows")).seconds);
    return { products1080Seconds: median(seconds) };
  } finally {
    await process.stop();
  }
}
