import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { after, before, describe, it } from "node:test";

import type { MatchService } from "../../../indexer-api/src/match-store/types.ts";
import { slotsOf } from "../../../indexer-api/src/engine/match-one.ts";
import { matchBatch, MAX_WRONG_LINES, NDJSON } from "../../../indexer-api/src/routes/match-batch.contract.ts";
import { matchOwn } from "../../../indexer-api/src/routes/match-own.contract.ts";
import { ask, refusal } from "../live/ask.ts";
import { catalogue } from "../stated.ts";
import { catalogueProducts, companyUscc, companyValues, memoryMatching, ownFacts, startMemoryApp } from "./memory.ts";
import type { TestApp } from "./memory.ts";

const COMPANIES = 200;
const contract = matchBatch(catalogue);
const HEAD = `POST /v1/match/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${NDJSON}\r\n`;

interface Header {
  products: (string | null)[];
  asOf: string;
}
interface Match {
  uscc?: string;
  id?: string;
  eligible: string | string[];
  unknown: string | string[];
}
interface Failure {
  line: number;
  error: string;
}
interface Done {
  done: true;
  lines: number;
  matched: number;
  errors: number;
}

describe("POST /v1/match/batch", () => {
  let matching: MatchService;
  let app: TestApp;
  before(async () => {
    matching = await memoryMatching(COMPANIES);
    app = await startMemoryApp(matching);
  });
  after(() => app?.stop());

  async function batch(body: string | Buffer, { query = "", url = app.url } = {}) {
    const headers = { "content-type": NDJSON };
    const response = await fetch(`${url}/v1/match/batch${query}`, {
      method: "POST",
      headers,
      body: new Uint8Array(Buffer.from(body)),
    });
    assert.equal(response.status, 200);
    const lines = (await response.text())
      .trimEnd()
      .split("\n")
      .map((line) => JSON.parse(line) as unknown);
    for (const line of lines) contract.response.parse(line);
    const [header, done] = [lines[0] as Header, lines.at(-1) as Done];
    assert.equal(done.done, true);
    return { header, done, answers: lines.slice(1, -1) as Match[], failures: lines.slice(1, -1) as Failure[] };
  }

  /** What bits say, by the names that the header has. */
  function idsIn(bits: string | string[], { products }: Header): string[] {
    const bytes = Buffer.from(bits as string, "base64");
    return products.flatMap((id, slot) => (((bytes[slot >> 3] ?? 0) >> (slot & 7)) & 1 && id !== null ? [id] : []));
  }

  const plain = (number: number) => `{"uscc":"${companyUscc(number)}"}`;
  const idsAt = (bits: Uint32Array) => slotsOf(bits).map((slot) => matching.engine.productAt(slot).id);

  it("answers each company of the store, in order, as the engine does", async () => {
    const numbers = Array.from({ length: COMPANIES }, (_, number) => (number * 7) % COMPANIES);
    const { header, answers, done } = await batch(numbers.map((number) => `${plain(number)}\n`).join(""));
    assert.equal(header.asOf, matching.engine.asOf.toString());
    assert.deepEqual(
      answers.map(({ uscc }) => uscc),
      numbers.map(companyUscc),
    );
    for (const [index, number] of numbers.entries()) {
      const { eligible, open } = matching.engine.match(companyValues(number));
      const { eligible: said = "", unknown = "" } = answers[index] ?? {};
      assert.deepEqual(idsIn(said, header), idsAt(eligible));
      assert.deepEqual(new Set([...idsIn(said, header), ...idsIn(unknown, header)]), new Set(idsAt(open)));
    }
    assert.deepEqual([done.lines, done.matched, done.errors], [COMPANIES, COMPANIES, 0]);
  });

  it("answers facts of one's own, with a request and as ids, as /v1/match does", async () => {
    const request = { amountFen: "100000000", tenorMonths: 12 };
    const bodies = Array.from({ length: 30 }, (_, number) => ({
      features: ownFacts(number),
      ...(number % 2 === 0 && { request }),
    }));
    const lines = bodies.map((body, number) => JSON.stringify({ id: `公司 ${number}`, ...body })).join("\r\n");
    const [bits, ids] = [await batch(lines), await batch(lines, { query: "?format=ids" })];
    for (const [number, body] of bodies.entries()) {
      const { eligible, unknown } = await ask(app.url, matchOwn(catalogue), { body });
      assert.deepEqual(ids.answers[number], { id: `公司 ${number}`, eligible, unknown });
      const answer = bits.answers[number] as Match;
      assert.deepEqual(idsIn(answer.eligible, bits.header), eligible);
      assert.deepEqual(idsIn(answer.unknown, bits.header), unknown);
    }
  });

  it("takes a company of the store with a request, however its line is written", async () => {
    const line = JSON.stringify({ request: { tenorMonths: 12 }, uscc: companyUscc(3).toLowerCase() });
    const { answers } = await batch(` ${line} \n`, { query: "?format=ids" });
    const { eligible } = matching.engine.match(companyValues(3));
    const fits = matching.engine.fits({ tenorMonths: 12 });
    assert.equal(answers[0]?.uscc, companyUscc(3));
    assert.deepEqual(answers[0]?.eligible, idsAt(eligible.map((bits, word) => bits & (fits[word] ?? 0))));
  });

  it("says of each wrong line what is wrong, and goes on", async () => {
    const wrong: [string, RegExp][] = [
      ["nonsense", /^the line is not JSON: /],
      ["[]", /^the line must be a JSON object$/],
      ["null", /^the line must be a JSON object$/],
      ["{}", /^the line must have either "uscc", or "id" and "features"$/],
      ['{"uscc":"91440300715267261G"}', /^uscc: USCC .* ends with check character/],
      [`{"uscc":"${companyUscc(COMPANIES)}"}`, /is not in the register/],
      ['{"uscc":5}', /^uscc: must be text$/],
      [`{"uscc":"${companyUscc(1)}","id":"a"}`, /^id: is not known beside uscc$/],
      [`{"uscc":"${companyUscc(1)}","features":{}}`, /^the line must have either/],
      ['{"features":{}}', /^id: must be text of 1 to 100 characters; it is absent$/],
      [`{"id":"${"x".repeat(101)}","features":{}}`, /^id: must be text/],
      ['{"id":"a","features":[]}', /^features: must be a JSON object$/],
      [
        '{"id":"a","features":{"lenders":"x","moon":1}}',
        /^features\.lenders: must .*; it is "x"; features\.moon: there is no such/,
      ],
      ['{"id":"a","features":{},"request":{"tenorMonths":0}}', /^request\.tenorMonths: must be at least 1$/],
      ['{"id":"a","features":{},"extra":1}', /^extra: is not known here$/],
      [
        '{"id":"a","features":{},"request":{"amountFen":5,"securityOffered":["gold"],"moon":1}}',
        /^request\.amountFen: must be a whole number as text; request\.securityOffered\.0: must be one of .*; request\.moon: is not known here$/,
      ],
      ['{"id":"a","features":{},"request":[]}', /^request: must be a JSON object$/],
      [`{"${"k".repeat(60_000)}":1}`, /^k{100}…: is not known here$/],
      [`{"uscc":'${companyUscc(1)}'}`, /^the line is not JSON: /],
      [`{"uscc":"${companyUscc(1)}'}`, /^the line is not JSON: /],
      ['{"uscc":"91440300\\u0035267261"}', /^uscc: USCC .* has 15 characters/],
      [`{"id":"a","features":{"lenders":"${"9".repeat(70_000)}"}}`, /^the line has more than 65536 bytes$/],
    ];
    const body = wrong.map(([line]) => `${line}\n${plain(1)}\n`).join("");
    const { failures, done } = await batch(body);
    assert.equal(failures.length, 2 * wrong.length);
    for (const [index, [line, rule]] of wrong.entries()) {
      const failure = failures[2 * index];
      assert.equal(failure?.line, 2 * index + 1, line.slice(0, 80));
      assert.match(failure.error, rule);
      assert.equal((failures[2 * index + 1] as unknown as Match).uscc, companyUscc(1));
    }
    assert.deepEqual([done.lines, done.matched, done.errors], [2 * wrong.length, wrong.length, wrong.length]);
  });

  it("takes text in UTF-8 only, with or without a byte order mark before it", async () => {
    const [half, whole] = [Buffer.from([0xe5, 0x85]), Buffer.from("公")];
    const line = (name: Buffer) => Buffer.concat([Buffer.from('{"id":"'), name, Buffer.from('","features":{}}\n')]);
    const { answers, failures } = await batch(Buffer.concat([Buffer.from("\ufeff"), line(whole), line(half)]));
    assert.equal(answers[0]?.id, "公");
    assert.deepEqual(failures[1], { line: 2, error: "the line is not UTF-8" });
  });

  it("ends after so many wrong lines, and says so", async () => {
    const response = await fetch(`${app.url}/v1/match/batch`, {
      method: "POST",
      headers: { "content-type": NDJSON },
      body: "x\n".repeat(MAX_WRONG_LINES + 500_000),
    });
    const lines = (await response.text()).trimEnd().split("\n");
    assert.equal(lines.length, 1 + MAX_WRONG_LINES + 1);
    assert.deepEqual(contract.response.parse(JSON.parse(lines.at(-1) ?? "")), {
      line: MAX_WRONG_LINES,
      error: `${MAX_WRONG_LINES} lines were wrong; the batch ends here, and no line behind this one was read`,
    });
  });

  it("answers others while it has much to say of one piece", async () => {
    const [many, other] = [connect(app.port, "127.0.0.1"), connect(app.port, "127.0.0.1")];
    await Promise.all([many, other].map((socket) => once(socket, "connect")));
    const order: string[] = [];
    const saysDone = new Promise<void>((resolve) => {
      many.on("data", (data: Buffer) => {
        if (!data.includes('"done":true')) return;
        order.push("batch");
        resolve();
      });
    });
    other.once("data", () => order.push("other"));
    const lines = "x\n".repeat(MAX_WRONG_LINES - 1);
    many.write(`${HEAD}Content-Length: ${lines.length}\r\n\r\n${lines}`);
    other.write("GET /healthz HTTP/1.1\r\nHost: x\r\n\r\n");
    await saysDone;
    assert.deepEqual(order, ["other", "batch"]);
    many.destroy();
    other.destroy();
  });

  for (const [what, lines] of [
    ["pauses", []],
    ["goes on", ["{}\n"]],
    ["is in the middle of a line", ['{"usc']],
  ] as const) {
    it(`ends when the service stops, though the client ${what}`, async () => {
      const stopping = new AbortController();
      const other = await startMemoryApp(matching, { stopping: stopping.signal });
      const socket = connect(other.port, "127.0.0.1");
      socket.on("error", () => undefined);
      let text = "";
      socket.on("data", (data: Buffer) => (text += data.toString()));
      const chunk = (line: string) => `${line.length.toString(16)}\r\n${line}\r\n`;
      socket.write(`${HEAD}Transfer-Encoding: chunked\r\n\r\n${chunk(`${plain(1)}\n`)}`);
      const sending = setInterval(() => lines.forEach((line) => socket.write(chunk(line))), 5);
      try {
        while (!text.includes(companyUscc(1))) await once(socket, "data");
        stopping.abort();
        await once(socket, "close");
        assert.match(text, /the service stops; the batch ends here.*\n\r\n0\r\n\r\n$/);
        assert.doesNotMatch(text, /"done"/);
      } finally {
        clearInterval(sending);
        await other.stop();
      }
    });
  }

  it("passes over empty lines, and takes none at all", async () => {
    assert.deepEqual((await batch("")).answers, []);
    const { answers, done } = await batch(`\n\r\n${plain(2)}\n\n`);
    assert.equal(answers.length, 1);
    assert.equal(done.lines, 4);
  });

  it("says anew what the bits mean when products change on the way", async () => {
    const own = await memoryMatching(3);
    const other = await startMemoryApp(own);
    try {
      const socket = connect(other.port, "127.0.0.1");
      let text = "";
      socket.on("data", (data: Buffer) => (text += data.toString()));
      const until = async (part: string) => {
        for (let tries = 0; !text.includes(part); tries++) {
          assert.ok(tries < 500, `no ${part} in ${text}`);
          await sleep(10);
        }
      };
      const chunk = (line: string) => `${Buffer.byteLength(line).toString(16)}\r\n${line}\r\n`;
      socket.write(
        `POST /v1/match/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${NDJSON}\r\nTransfer-Encoding: chunked\r\n\r\n`,
      );
      socket.write(chunk(`${plain(1)}\n`));
      await until(`"uscc":"${companyUscc(1)}"`);
      const [first] = await catalogueProducts();
      await own.engine.removeProduct(first?.id ?? "");
      socket.write(chunk(`${plain(2)}\n`) + "0\r\n\r\n");
      await until('"done":true');
      const headers = text.split("\n").filter((line) => line.startsWith('{"products"'));
      assert.equal(headers.length, 2);
      const [before, behind] = headers.map((line) => JSON.parse(line) as Header);
      assert.equal(before?.products[0], first?.id);
      assert.equal(behind?.products[0], null);
      socket.destroy();
    } finally {
      await other.stop();
    }
  });

  it("stops reading from who does not read, and goes on when he does", { timeout: 60_000 }, async () => {
    const lines = 1_000_000;
    const block = Buffer.from(`${plain(5)}\n`.repeat(20_000));
    const socket = connect(app.port, "127.0.0.1");
    socket.pause();
    socket.write(
      `POST /v1/match/batch HTTP/1.1\r\nHost: x\r\nConnection: close\r\nContent-Type: ${NDJSON}\r\n` +
        `Content-Length: ${(block.length / 20_000) * lines}\r\n\r\n`,
    );
    let sent = 0;
    const sending = (async () => {
      for (; sent < lines; sent += 20_000) {
        if (!socket.write(block)) await new Promise((resolve) => socket.once("drain", resolve));
      }
    })();
    let before = -1;
    for (let quiet = 0; quiet < 5; quiet = sent === before ? quiet + 1 : 0) {
      before = sent;
      await sleep(100);
    }
    assert.ok(sent < lines / 2, `${sent} of ${lines} lines went out though nothing was read`);
    let [bytes, tail] = [0, ""];
    socket.on("data", (data: Buffer) => {
      bytes += data.length;
      tail = (tail + data.toString("latin1", Math.max(0, data.length - 300))).slice(-300);
    });
    socket.resume();
    await sending;
    await new Promise((resolve) => socket.once("close", resolve));
    assert.match(tail, new RegExp(`"done":true,"lines":${lines},"matched":${lines},"errors":0`));
    assert.ok(bytes > lines * 100);
  });

  it("lets a client go in the middle, and serves the next", async () => {
    for (let client = 0; client < 5; client++) {
      const socket = connect(app.port, "127.0.0.1");
      socket.write(
        `POST /v1/match/batch HTTP/1.1\r\nHost: x\r\nContent-Type: ${NDJSON}\r\nContent-Length: 1000000\r\n\r\n${plain(1)}\n{"usc`,
      );
      await new Promise((resolve) => socket.once("data", resolve));
      socket.destroy();
    }
    assert.equal((await batch(plain(1))).answers.length, 1);
  });

  it("refuses another type, another format and another method", async () => {
    const post = (headers: Record<string, string>, query = "") =>
      refusal(`${app.url}/v1/match/batch${query}`, { method: "POST", headers, body: "{}" });
    const types: [Record<string, string>, RegExp][] = [
      [{ "content-type": "application/json" }, /^The content type is application.json; it must be/],
      [{ "content-type": "nonsense" }, /^The content type is nonsense; it must be/],
      [{ "content-type": NDJSON, "content-encoding": "gzip" }, /^The content encoding is gzip; lines must/],
      [{ "content-type": `${NDJSON}; charset=gb18030` }, /^The charset is gb18030; lines must be UTF-8/],
    ];
    for (const [headers, detail] of types) {
      const { problem } = await post(headers);
      assert.deepEqual([problem.status, problem.title], [415, "The request body must be NDJSON"]);
      assert.match(problem.detail, detail);
    }
    for (const type of [`${NDJSON};charset=UTF-8`, `${NDJSON}; charset="utf-8"`]) {
      const init = { method: "POST", headers: { "content-type": type }, body: plain(1) };
      assert.equal((await fetch(`${app.url}/v1/match/batch`, init)).status, 200);
    }
    assert.equal((await post({ "content-type": NDJSON }, "?format=xml")).problem.errors?.[0]?.field, "query.format");
    assert.equal((await refusal(`${app.url}/v1/match/batch`)).problem.status, 405);
  });

  it("tells nothing of single companies where scores may not be shown", async () => {
    const open = await startMemoryApp(matching, { policy: "public" });
    try {
      const own = JSON.stringify({ id: "a", features: {} });
      const { failures, answers } = await batch(`${plain(1)}\n${own}`, { url: open.url });
      assert.match(failures[0]?.error ?? "", /may be matched only by who has its consent/);
      assert.equal(answers[1]?.id, "a");
    } finally {
      await open.stop();
    }
  });

  it("counts a batch as one request", async () => {
    const limited = await startMemoryApp(matching, { rateLimitPerMinute: 2 });
    try {
      const many = `${plain(1)}\n`.repeat(500);
      for (let request = 0; request < 2; request++) await batch(many, { url: limited.url });
      const init = { method: "POST", headers: { "content-type": NDJSON }, body: many };
      assert.equal((await refusal(`${limited.url}/v1/match/batch`, init)).problem.status, 429);
    } finally {
      await limited.stop();
    }
  });
});
