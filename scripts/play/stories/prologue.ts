import { onChainRegistration } from "../../seed/register.ts";
import type { Stage } from "../stage.ts";
import type { Story } from "../story.ts";

/** Before the stories: the companies come on the register with their wallets, and the appraiser is approved. */
export async function prologue({ cast, contracts }: Stage, story: Story): Promise<void> {
  await cast.endow();
  const registrar = cast.office("registrar");
  const companies = Object.values(cast.companies);
  const lines = await Promise.all(
    companies.map(async ({ uscc, wallet }) =>
      onChainRegistration({ uscc, kind: "company", controller: await wallet.getAddress() }),
    ),
  );
  const { EntityRegistry, SoftAssets } = contracts;
  await story.act(registrar, `registers the ${companies.length} companies of the play`, (wallet) =>
    EntityRegistry.connect(wallet).registerBatch(lines),
  );
  const { trueMeasure } = cast.companies;
  await story.act(registrar, `approves ${trueMeasure.nameEn} ${trueMeasure.nameZh} as an appraiser`, (wallet) =>
    SoftAssets.connect(wallet).setAppraiser(trueMeasure.entityId, true),
  );
}
