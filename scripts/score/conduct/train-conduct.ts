import type { Scorecard } from "../../../catalogue/scorecard/types.ts";
import { formatMonth } from "../../agency/invoices/months.ts";
import { CANDIDATES, RELATIVES } from "./candidates.ts";
import { chooseModel } from "./choose.ts";
import { crossValidate, labelledFirms } from "./cross-validate.ts";
import { discriminationOf } from "./discrimination.ts";
import { FULL_EFFORT, type TrainingEffort } from "./effort.ts";
import { finishCharacteristics } from "./finish.ts";
import { GRADES_METHOD, gradesOf } from "./grades.ts";
import {
  monthIndex,
  type Panel,
  readPanel,
  REFERENCE_MONTHS_BACK,
  TRAINING_MONTHS_BACK,
  withFirstCandidates,
} from "./panel.ts";
import { pointsCard } from "./points.ts";
import { CITATION, fileHashes } from "./provenance.ts";
import { chosenIn, inSampleArea, singleAreas, typicalOutcomes, validationReport } from "./report.ts";
import { stabilityOf } from "./stability.ts";
import { sightingsOf } from "./steps.ts";

type Progress = (message: string) => void;

const TRAINING = TRAINING_MONTHS_BACK.map(monthIndex);
const REFERENCE = monthIndex(REFERENCE_MONTHS_BACK);

/**
 * The conduct scorecard from a folder of VAT invoices and labelled companies. The same folder, seed and effort give the same
 * card to the last digit.
 * @throws InvoiceDataError when the folder cannot be trained on
 */
export async function trainConduct(
  folder: string,
  seed: number,
  onProgress: Progress,
  effort: TrainingEffort = FULL_EFFORT,
): Promise<Scorecard> {
  const wide = await readPanel(folder, [...CANDIDATES, ...RELATIVES], onProgress);
  const panel = withFirstCandidates(wide, CANDIDATES.length);
  const found = crossValidate(panel, TRAINING, effort.nested, { repeats: effort.outerRepeats, seed }, onProgress);
  onProgress("choosing the card that ships");
  const firms = labelledFirms(panel);
  const choice = chooseModel(panel, TRAINING, firms, effort.shipped, seed);
  const sightings = sightingsOf(panel, TRAINING, firms);
  const bare = pointsCard(panel, choice.model, sightings);
  const grades = gradesOf(typicalOutcomes(panel, found, REFERENCE));
  const card = { ...bare, characteristics: finishCharacteristics(panel, bare, sightings), grades };
  onProgress("measuring");
  const bootstrap = { samples: effort.bootstrapSamples, seed };
  return {
    ...card,
    provenance: {
      ...(await dataReport(folder, panel)),
      ...{ seed, effort, chosen: { bins: choice.bins, ridge: choice.ridge, innerLogLoss: choice.innerLogLoss } },
      directions: Object.fromEntries(CANDIDATES.map(({ input, better, reason }) => [input.id, `${better}: ${reason}`])),
      grades: GRADES_METHOD,
      nestedCrossValidation: validationReport(panel, found, REFERENCE, bootstrap),
      amongAllCandidates: wideReport(wide, effort, seed, onProgress),
      inSampleAuc: inSampleArea(panel, card, REFERENCE),
      aucOfSingleFigures: singleAreas(wide),
      populationStability: stabilityReport(panel, card),
    },
  };
}

async function dataReport(folder: string, panel: Panel) {
  const firms = labelledFirms(panel);
  const monthsAt = (indices: readonly number[]) => indices.map((index) => formatMonth(panel.months[index] as number));
  return {
    dataSet: CITATION,
    files: await fileHashes(folder),
    rows: panel.counts,
    labelled: firms.length,
    defaults: firms.filter((firm) => panel.firms[firm]?.bad).length,
    unlabelled: panel.firms.length - firms.length,
    trainedAfter: monthsAt(TRAINING),
    referenceAfter: monthsAt([REFERENCE])[0],
  };
}

/** What the same procedure reaches when it may choose among near relatives too: what the short list of candidates gains. */
function wideReport(
  wide: Panel,
  { nested, wideRepeats, bootstrapSamples }: TrainingEffort,
  seed: number,
  onProgress: Progress,
) {
  onProgress("cross-validation among all candidates");
  const found = crossValidate(wide, TRAINING, nested, { repeats: wideRepeats, seed }, onProgress);
  const bootstrap = { samples: bootstrapSamples, seed };
  const atReference = discriminationOf(wide, found, REFERENCE, labelledFirms(wide), bootstrap);
  return { repeats: wideRepeats, atReference, ...chosenIn(found) };
}

function stabilityReport(panel: Panel, card: Scorecard) {
  const unlabelled = [...panel.firms.keys()].filter((firm) => panel.firms[firm]?.bad === undefined);
  const developed = sightingsOf(panel, [REFERENCE], labelledFirms(panel));
  return {
    labelledToUnlabelled: stabilityOf(panel, card, developed, sightingsOf(panel, [REFERENCE], unlabelled)),
    firstToLastTrainingMonth: stabilityOf(
      panel,
      card,
      sightingsOf(panel, TRAINING.slice(0, 1), labelledFirms(panel)),
      sightingsOf(panel, TRAINING.slice(-1), labelledFirms(panel)),
    ),
  };
}
