import type { z } from "zod";
import type { Catalogue } from "../../../catalogue/index.ts";
import { listActiveSigners } from "../data/definitions.ts";
import { entityById } from "../data/entities.ts";
import type { Queryable } from "../data/follow-state.ts";
import { Problem } from "../http/problem.ts";
import { encodeCall } from "../prepare/call.ts";
import type { UnsignedCall } from "../prepare/call.ts";
import type { Plan, Sender, Step, View, Warning } from "../prepare/step.ts";
import { canAct } from "./case.ts";

/** Who has to send a call, as the index knows it. */
export interface Signer extends Pick<Sender, "party" | "entityId"> {
  uscc: string | null;
  /** Empty when any wallet may send it, or nobody can now. */
  wallets: readonly string[];
}

export interface PreparedStep extends Pick<Plan, "fields" | "warnings" | "typedData"> {
  call: UnsignedCall;
  signer: Signer;
}

/**
 * Prepares a step: reads, and changes nothing.
 * @throws Problem step-impossible naming every reason for which the chain would refuse it
 */
export async function prepareStep<Body extends z.ZodObject>(
  step: Step<Body>,
  input: z.output<Body>,
  view: View,
): Promise<PreparedStep> {
  const plan = await step.plan(input, view);
  if (plan.refusals.length > 0) {
    const detail = plan.refusals.map(({ field, rule }) => `${field}: ${rule}`).join("; ");
    throw new Problem("step-impossible", `${step.nameEn}: ${detail}.`, { errors: plan.refusals });
  }
  const { signer, warnings } = await signerOf(plan.sender, view);
  return {
    call: encodeCall(plan, view.deployment),
    signer,
    fields: plan.fields,
    warnings: [...warnings, ...plan.warnings],
    ...(plan.typedData && { typedData: plan.typedData }),
  };
}

async function signerOf(sender: Sender, { db, catalogue }: View): Promise<{ signer: Signer; warnings: Warning[] }> {
  const { party, entityId, agencies } = sender;
  if (agencies) {
    const wallets = await walletsOf(agencies, db, catalogue);
    return { signer: { party, entityId, uscc: null, wallets }, warnings: [] };
  }
  if (entityId === null) return { signer: { party, entityId, uscc: null, wallets: [] }, warnings: [] };
  const entity = await entityById(db, entityId);
  const able = canAct(entity ?? undefined);
  const wallets = able && entity?.controller ? [entity.controller] : [];
  return {
    signer: { party, entityId, uscc: entity?.uscc ?? null, wallets },
    warnings: able ? [] : [NOBODY_CAN_ACT],
  };
}

const NOBODY_CAN_ACT: Warning = {
  code: "nobody_can_act",
  en: "Nobody may act for the party that has to sign: it is not registered, suspended, or has no controller.",
  zh: "应签署的一方目前无人可代表：未注册、已被暂停或无控制人。",
};

async function walletsOf(agencies: readonly string[], db: Queryable, { agencyByCode }: Catalogue): Promise<string[]> {
  const numbers = new Set(agencies.map((code) => agencyByCode.get(code)?.number));
  const signers = await listActiveSigners(db);
  return signers.filter(({ agencyNumber }) => numbers.has(agencyNumber)).map(({ wallet }) => wallet);
}
