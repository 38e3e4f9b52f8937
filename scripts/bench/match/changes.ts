import type { BenchData } from "./data.ts";
import type { EngineRole } from "./engine-role.ts";
import { RoleProcess } from "./role.ts";
import { median, type Timing } from "./timing.ts";

/** What a change costs, memory, and all companies with as many threads. Null where there is nothing to change. */
export interface ChangeFigures {
  /** Until a changed product holds and its audience is known; half of them with thresholds that none had before. */
  readonly oneProductMs: number | null;
  readonly oneProductMaxMs: number | null;
  /** Until one company in a hundred has other facts and it is known what each became and ceased to be. */
  readonly onePercentMs: number | null;
  /** The least processor time of a round. */
  readonly onePercentCpuMs: number | null;
  /** Of the process, after all that: as the service has it, which makes no bitmaps of all companies. */
  readonly rssMb: number;
  /** The most that it ever had, bitmaps of all companies included. */
  readonly peakRssMb: number;
  readonly rowsSeconds2Threads: number;
  readonly rawSeconds2Threads: number;
}

const THREADS = 2;
const CHANGED_PRODUCTS = 40;
const CHANGE_ROUNDS = 3;
/** The platform's products within a year. */
export const MANY_PRODUCTS = 1_080;

/** In a process of its own, with a thread for each of two cores. */
export async function measureChanges(
  data: BenchData,
  rounds: number,
  say: (text: string) => void,
): Promise<ChangeFigures> {
  const process = new RoleProcess<EngineRole>("engine", new URL("./engine-role.ts", import.meta.url));
  try {
    await process.call("open", data, THREADS);
    const changes = await changeAll(data, process, say);
    const { rssMb } = await process.call("memory");
    const [rows, raw]: [number[], number[]] = [[], []];
    for (let round = 0; round < rounds; round++) {
      rows.push((await process.call("rows")).seconds);
      raw.push((await process.call("raw")).seconds);
    }
    const { peakRssMb } = await process.call("memory");
    return { ...changes, rssMb, peakRssMb, rowsSeconds2Threads: median(rows), rawSeconds2Threads: median(raw) };
  } finally {
    await process.stop();
  }
}

async function changeAll(
  { companies, products }: BenchData,
  process: RoleProcess<EngineRole>,
  say: (text: string) => void,
): Promise<Pick<ChangeFigures, "oneProductMs" | "oneProductMaxMs" | "onePercentMs" | "onePercentCpuMs">> {
  const productMs: number[] = [];
  const percent: Timing[] = [];
  if (products > 0) {
    say(`changing ${CHANGED_PRODUCTS} products, one by one`);
    for (let number = 0; number < CHANGED_PRODUCTS; number++) productMs.push(await process.call("oneProduct", number));
  }
  if (companies > 0) {
    say("changing one company in a hundred");
    for (let round = 0; round < CHANGE_ROUNDS; round++) percent.push(await process.call("onePercent", round));
  }
  const orNull = (value: number) => (Number.isFinite(value) ? value : null);
  return {
    ...{ oneProductMs: orNull(median(productMs)), oneProductMaxMs: orNull(Math.max(...productMs)) },
    onePercentMs: orNull(1_000 * median(percent.map(({ seconds }) => seconds))),
    onePercentCpuMs: orNull(1_000 * Math.min(...percent.map(({ cpuSeconds }) => cpuSeconds))),
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
