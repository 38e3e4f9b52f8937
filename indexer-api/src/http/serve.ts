import express from "express";
import type { Express, RequestHandler, Response } from "express";
import { z } from "zod";
import type { Endpoint, JsonEndpoint, StreamEndpoint } from "./endpoint.ts";
import { methodNotAllowed } from "./errors.ts";
import { bodyOf, parseInput } from "./input.ts";

const NO_BODY = z.strictObject({});
/** Of a request body, unless its contract says otherwise. The largest that makes sense has a few hundred. */
const MAX_BODY_BYTES = 16_384;

/** Puts the endpoints into the app, and answers 405 to every other method at their addresses. */
export function serve(app: Express, endpoints: readonly Endpoint[]): void {
  const methods = new Map<string, string[]>();
  for (const endpoint of endpoints) {
    const { path, method } = endpoint.contract;
    const route = path.replaceAll(/\{(\w+)\}/g, ":$1");
    if ("stream" in endpoint) app[method](route, streamHandlerOf(endpoint));
    else if (method === "get") app.get(route, handlerOf(endpoint));
    else app.post(route, jsonReader(endpoint), handlerOf(endpoint));
    methods.set(route, [...(methods.get(route) ?? []), method, ...(method === "get" ? ["head"] : [])]);
  }
  for (const [route, allowed] of methods) app.all(route, methodNotAllowed(allowed));
}

function jsonReader({ contract: { maxBodyBytes: limit = MAX_BODY_BYTES } }: JsonEndpoint): RequestHandler {
  return express.json({ limit, strict: false });
}

function handlerOf({ contract, handle }: JsonEndpoint): RequestHandler {
  const { params, query, body, method } = contract;
  return async (request, response) => {
    const input = {
      params: parseInput("path", params, request.params),
      query: parseInput("query", query, request.query),
      body: method === "post" ? parseInput("body", body ?? NO_BODY, bodyOf(request)) : {},
    };
    const result = await handle(input);
    response.set("cache-control", "no-cache");
    if (method === "post") sendUntagged(response, result);
    else response.json(result);
  };
}

/** Express would hash the answer for an ETag, by which nobody asks for a POST. */
function sendUntagged(response: Response, result: unknown): void {
  // Encoded once: the length of the answer has to be known before it goes out.
  const bytes = Buffer.from(JSON.stringify(result));
  response.setHeader("content-type", "application/json; charset=utf-8");
  response.setHeader("content-length", bytes.length);
  response.end(bytes);
}

function streamHandlerOf({ contract: { params, query }, stream }: StreamEndpoint): RequestHandler {
  return (request, response) =>
    stream(
      { params: parseInput("path", params, request.params), query: parseInput("query", query, request.query) },
      { request, response },
    );
}
