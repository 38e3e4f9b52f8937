import type { Express, RequestHandler } from "express";
import { z } from "zod";
import type { Endpoint } from "./endpoint.ts";
import { methodNotAllowed } from "./errors.ts";
import { bodyOf, parseInput } from "./input.ts";

const NO_BODY = z.strictObject({});

/** Puts the endpoints into the app, and answers 405 to every other method at their addresses. */
export function serve(app: Express, endpoints: readonly Endpoint[]): void {
  const methods = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const { path, method } = endpoint.contract;
    const route = path.replaceAll(/\{(\w+)\}/g, ":$1");
    app[method](route, handlerOf(endpoint));
    methods.set(route, [...(methods.get(route) ?? []), method, ...(method === "get" ? ["head"] : [])]);
  }
  for (const [route, allowed] of methods) app.all(route, methodNotAllowed(allowed));
}

function handlerOf({ contract, handle }: Endpoint): RequestHandler {
  const { params, query, body, method } = contract;
  return async (request, response) => {
    const input = {
      params: parseInput("path", params, request.params),
      query: parseInput("query", query, request.query),
      body: method === "post" ? parseInput("body", body ?? NO_BODY, bodyOf(request)) : {},
    };
    const result = await handle(input);
    response.set("cache-control", "no-cache").json(result);
  };
}
