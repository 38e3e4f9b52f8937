import { CELL_SHIFT } from "./cut-lookup.ts";
import { STEP } from "./kernel-layout.ts";
import type { KernelLayout, PlacedPart, RawBlock } from "./kernel-layout.ts";
import { LOOK } from "./product-tables.ts";
import { BLOCK } from "./rows.ts";
import { FAILED, MET, UNKNOWN } from "./term-judge.ts";

/**
 * The WebAssembly text of a kernel, made for one layout so that every place is a constant and every loop over columns
 * is written out.
 *
 * | function | does |
 * | --- | --- |
 * | `match(masks, first)` | AND of the masks of `STEP` companies of the block, from its company `first` on |
 * | `quantise()` | raw values of the block to ids |
 * | `mark(ids, from, span, code)` | `codes` OR `code` where `from <= id <= from + span`; `ids` is a column's place |
 * | `pick(ids, code)` | `codes` OR `code` where `table` has the id, see `IdTable` |
 * | `pack()` | `codes` to bits: eligible, unknown, to be looked at |
 */
export function kernelText(layout: KernelLayout): string {
  const pages = Math.ceil(layout.bytes / 65_536);
  const functions = [matchText(layout), quantiseText(layout), markText(layout), pickText(layout), packText(layout)];
  return `(module (memory (export "memory") ${pages}) ${functions.join("\n")})`;
}

const COUNTS = `(local.set $i (i32.add (local.get $i) (i32.const 1)))`;

function matchText({ parts, firstMasks, ids, idStride, words, results }: KernelLayout): string {
  const maskBytes = words * 4;
  const places = parts.map((_, column) => {
    const id = `(i32.load8_u offset=${ids + column * idStride} (local.get $i))`;
    return `(local.set $m${column} (i32.add (local.get $masks) (i32.mul ${id} (i32.const ${maskBytes}))))`;
  });
  const all = (load: string, and: string, offset: number) =>
    parts
      .map(
        (_, column) =>
          `(${load} offset=${offset + (firstMasks[column] as number) * maskBytes} (local.get $m${column}))`,
      )
      .reduce((left, right) => `(${and} ${left} ${right})`);
  const stores = Array.from({ length: Math.floor(words / 4) }, (_, place) => {
    return `(v128.store offset=${results + 16 * place} (local.get $to) ${all("v128.load", "v128.and", 16 * place)})`;
  });
  if (words % 4 !== 0) {
    const offset = maskBytes - 8;
    stores.push(`(i64.store offset=${results + offset} (local.get $to) ${all("i64.load", "i64.and", offset)})`);
  }
  return `(func (export "match") (param $masks i32) (param $i i32) (local $to i32) (local $end i32)
    ${parts.map((_, column) => `(local $m${column} i32)`).join(" ")}
    (local.set $end (i32.add (local.get $i) (i32.const ${STEP})))
    (loop $next
      ${places.join("\n")}
      ${stores.join("\n")}
      (local.set $to (i32.add (local.get $to) (i32.const ${maskBytes})))
      ${COUNTS}
      (br_if $next (i32.lt_u (local.get $i) (local.get $end)))))`;
}

function quantiseText({ parts, ids, idStride }: KernelLayout): string {
  const columns = parts.map((found, column) => {
    return `(local.set $id (i32.const 0))
      ${found.map(partText).join("\n")}
      (i32.store8 offset=${ids + column * idStride} (local.get $i) (local.get $id))`;
  });
  return `(func (export "quantise") (local $i i32) (local $id i32) (local $bucket i32) (local $value i32) (local $x f64)
    (loop $next
      ${columns.join("\n")}
      ${COUNTS}
      (br_if $next (i32.lt_u (local.get $i) (i32.const ${BLOCK})))))`;
}

const ADD = (what: string) => `(local.set $id (i32.add (local.get $id) ${what}))`;

function partText(part: PlacedPart): string {
  if (part.kind === "table") return ADD(`(i32.load8_u offset=${part.at} ${load(part.raw)})`);
  if (part.kind === "cuts") return cutText(part);
  const { raw, stride } = part;
  const [held, lacking] = part.kind === "any of" ? [0, stride] : [stride, 0];
  const unknownMask = part.mask << (raw.type === "u16" ? 8 : 16);
  const unheld = `(select (i32.const ${2 * stride}) (i32.const ${lacking}) ${masked(unknownMask)})`;
  return `(local.set $value ${load(raw)}) ${ADD(`(select (i32.const ${held}) ${unheld} ${masked(part.mask)})`)}`;
}

/** Of more bounds in one cell than this, each is compared with only while the one before was reached. */
const MOST_WITHOUT_BRANCH = 4;

function cutText({ raw, stride, start, bounds, lookup }: Extract<PlacedPart, { kind: "cuts" }>): string {
  const cell = `(i32.wrap_i64 (i64.shr_u (i64.reinterpret_f64 (local.get $x)) (i64.const ${32 + CELL_SHIFT})))`;
  const reaches = (place: number) => {
    const bound = `(f64.load offset=${bounds + 8 * place} (i32.shl (local.get $bucket) (i32.const 3)))`;
    return `(f64.le ${bound} (local.get $x))`;
  };
  const compared = Array.from({ length: lookup.mostInCell }, (_, place) => reaches(place));
  const first = `(local.set $x ${raw.type === "i32" ? `(f64.convert_i32_s ${load(raw)})` : load(raw)})
    (local.set $bucket (i32.load8_u offset=${start} ${cell}))`;
  if (compared.length <= MOST_WITHOUT_BRANCH) {
    const bucket = compared.reduce((sum, more) => `(i32.add ${sum} ${more})`, "(local.get $bucket)");
    return `${first} ${ADD(`(i32.mul ${bucket} (i32.const ${stride}))`)}`;
  }
  return `${first}
    (block $found (loop $step
      (br_if $found (i32.eqz ${reaches(0)}))
      (local.set $bucket (i32.add (local.get $bucket) (i32.const 1)))
      (br $step)))
    ${ADD(`(i32.mul (local.get $bucket) (i32.const ${stride}))`)}`;
}

function masked(mask: number): string {
  return `(i32.and (local.get $value) (i32.const ${mask}))`;
}

const LOADS = { i32: "i32.load", f64: "f64.load", u8: "i32.load8_u", u16: "i32.load16_u", u32: "i32.load" } as const;
const SHIFTS = { i32: 2, f64: 3, u8: 0, u16: 1, u32: 2 } as const;

function load({ type, at }: RawBlock): string {
  return `(${LOADS[type]} offset=${at} (i32.shl (local.get $i) (i32.const ${SHIFTS[type]})))`;
}

const NEXT_16 = `(local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $next (i32.lt_u (local.get $i) (i32.const ${BLOCK})))`;

function markText({ codes }: KernelLayout): string {
  const within = `(i8x16.le_u (i8x16.sub (v128.load (i32.add (local.get $ids) (local.get $i))) (local.get $froms)) (local.get $spans))`;
  return `(func (export "mark") (param $ids i32) (param $from i32) (param $span i32) (param $code i32)
    (local $i i32) (local $froms v128) (local $spans v128) (local $codes v128)
    (local.set $froms (i8x16.splat (local.get $from)))
    (local.set $spans (i8x16.splat (local.get $span)))
    (local.set $codes (i8x16.splat (local.get $code)))
    (loop $next
      (v128.store offset=${codes} (local.get $i)
        (v128.or (v128.load offset=${codes} (local.get $i)) (v128.and (local.get $codes) ${within})))
      ${NEXT_16}))`;
}

/**
 * A byte's lower half picks a byte of the table, its upper half a bit of that: the first vector of the table is of upper
 * halves below 8, the second one of the others.
 */
function pickText({ codes, table }: KernelLayout): string {
  const bits = Array.from({ length: 8 }, (_, bit) => 1 << bit).join(" ");
  const noBits = Array.from({ length: 8 }, () => 0).join(" ");
  const picked = (half: string, ofUpper: string) =>
    `(v128.and (i8x16.swizzle (local.get ${half}) (local.get $lower)) (i8x16.swizzle (v128.const i8x16 ${ofUpper}) (local.get $upper)))`;
  return `(func (export "pick") (param $ids i32) (param $code i32)
    (local $i i32) (local $id v128) (local $lower v128) (local $upper v128)
    (local $first v128) (local $second v128) (local $codes v128)
    (local.set $codes (i8x16.splat (local.get $code)))
    (local.set $first (v128.load offset=${table} (i32.const 0)))
    (local.set $second (v128.load offset=${table + 16} (i32.const 0)))
    (loop $next
      (local.set $id (v128.load (i32.add (local.get $ids) (local.get $i))))
      (local.set $lower (v128.and (local.get $id) (i8x16.splat (i32.const 15))))
      (local.set $upper (i8x16.shr_u (local.get $id) (i32.const 4)))
      (v128.store offset=${codes} (local.get $i)
        (v128.or (v128.load offset=${codes} (local.get $i))
          (v128.and (local.get $codes)
            (i8x16.ne (v128.or ${picked("$first", `${bits} ${noBits}`)} ${picked("$second", `${noBits} ${bits}`)})
              (v128.const i64x2 0 0)))))
      ${NEXT_16}))`;
}

function packText({ codes, bits }: KernelLayout): string {
  const store = (place: number, code: string) =>
    `(i32.store16 offset=${bits + (place * BLOCK) / 8} (i32.shr_u (local.get $i) (i32.const 3)) (i8x16.bitmask ${code}))`;
  const equals = (what: string, code: number) => `(i8x16.eq ${what} (i8x16.splat (i32.const ${code})))`;
  const undecided = `(v128.and (local.get $codes) (i8x16.splat (i32.const ${LOOK | FAILED})))`;
  return `(func (export "pack") (local $i i32) (local $codes v128)
    (loop $next
      (local.set $codes (v128.load offset=${codes} (local.get $i)))
      ${store(0, equals("(local.get $codes)", MET))}
      ${store(1, equals("(local.get $codes)", UNKNOWN))}
      ${store(2, equals(undecided, LOOK))}
      ${NEXT_16}))`;
}
