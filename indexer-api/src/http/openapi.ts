import { OpenAPIRegistry, OpenApiGeneratorV31 } from "@asteasolutions/zod-to-openapi";
import type { Contract } from "./endpoint.ts";
import { PROBLEM_TYPE, problemDocument, PROBLEMS } from "./problem.ts";
import type { ProblemName } from "./problem.ts";

const EVERYWHERE: readonly ProblemName[] = ["invalid-input", "too-many-requests", "internal-error"];

/** The OpenAPI 3.1 document of the contracts. */
export function openApiDocument(contracts: readonly Contract[], version: string): object {
  const registry = new OpenAPIRegistry();
  for (const contract of contracts) registerContract(registry, contract);
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: "3.1.0",
    info: {
      title: "Lingnan indexer API",
      version,
      description:
        "What agencies attested about companies, indexed from the chain; the features derived from it; and the financial " +
        "products that fit. Integers that may exceed 2^53 are decimal strings. Times are unix seconds as decimal strings.",
    },
  });
}

function registerContract(registry: OpenAPIRegistry, contract: Contract): void {
  const { operationId, method, path, tag, summary, description, params, query, body, response, stream } = contract;
  registry.registerPath({
    ...{ operationId, method, path, summary, description, tags: [tag] },
    request: {
      ...{ params, query },
      ...(body && { body: { required: false, content: { "application/json": { schema: body } } } }),
      ...(stream?.request && {
        body: { required: true, content: { [stream.request.mediaType]: { schema: stream.request.line } } },
      }),
    },
    responses: {
      200: {
        description: contract.responseDescription,
        content: { [stream?.responseMediaType ?? "application/json"]: { schema: response } },
      },
      ...problemResponses([...EVERYWHERE, ...contract.problems]),
    },
  });
}

/** Problems of one status share a response. */
function problemResponses(names: readonly ProblemName[]) {
  const byStatus = Map.groupBy(names, (name) => PROBLEMS[name].status);
  return Object.fromEntries(
    [...byStatus].map(([status, same]) => [
      status,
      {
        description: same.map((name) => `\`${name}\`: ${PROBLEMS[name].title}.`).join(" "),
        content: { [PROBLEM_TYPE]: { schema: problemDocument } },
      },
    ]),
  );
}
