import { id, getBytes } from "ethers";

/**
 * Unified social credit codes, GB 32100-2015: 18 characters, of which the first names the registering department, the
 * second the kind of organisation, 3 to 8 the administrative division, 9 to 17 the organisation code of GB 11714 (whose
 * last character is its own check), and the 18th checks all others.
 */
const ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY";
const LENGTH = 18;
/** `codeSystem` of the fields that hold one. */
export const USCC_SYSTEM = "GB 32100";
/** What a code field that holds one must match; its check character is not in a pattern's reach. */
export const USCC_PATTERN = "^[0-9A-HJ-NPQRTUWXY]{18}$";
const GUANGZHOU = "440100";

/**
 * The check character of the first 17 characters: (31 - sum of value times 3^position mod 31) mod 31.
 * Throws when there are not 17 or one is outside the alphabet.
 */
export function checkCharacter(first17: string): string {
  if (first17.length !== LENGTH - 1) {
    throw new Error(`"${first17}" has ${first17.length} characters: the check character is made from 17`);
  }
  let sum = 0;
  let weight = 1;
  for (const [index, character] of [...first17].entries()) {
    sum += valueOf(first17, character, index) * weight;
    weight = (weight * 3) % 31;
  }
  return ALPHABET.charAt((31 - (sum % 31)) % 31);
}

/**
 * The code in its one written form: trimmed, upper case. Throws an Error that says what is wrong: the length, the
 * character and its position, or the check character that was expected. The organisation code's own check character is
 * not demanded, since the chain does not demand it either.
 */
export function parseUscc(text: string): string {
  const code = text.trim().toUpperCase();
  if (code.length !== LENGTH) {
    const shown = code.length > 2 * LENGTH ? `${code.slice(0, 2 * LENGTH)}…` : code;
    throw new Error(`USCC "${shown}" has ${code.length} characters: it must have ${LENGTH}`);
  }
  for (const [index, character] of [...code].entries()) valueOf(code, character, index);
  const last = code.charAt(LENGTH - 1);
  const expected = checkCharacter(code.slice(0, LENGTH - 1));
  if (last !== expected) {
    throw new Error(`USCC "${code}" ends with check character ${last}: ${expected} expected`);
  }
  return code;
}

/** The id of a company on the chain: keccak256 of the 18 ASCII bytes. Throws as `parseUscc` does. */
export function entityIdOf(uscc: string): string {
  return id(parseUscc(uscc));
}

/**
 * A valid code for a firm that has none of its own, the same for the same seed: masked firms of a data set, synthetic
 * companies, development lenders. `divisionCode` is the six-digit division of its registered office.
 */
export function developmentUscc(seed: string, divisionCode: string = GUANGZHOU): string {
  if (!/^44\d{4}$/.test(divisionCode)) {
    throw new Error(`division code "${divisionCode}": must be six digits starting with 44 (Guangdong)`);
  }
  const digest = getBytes(id(`lingnan development USCC ${seed}`));
  const organisation = Array.from(digest.subarray(0, 8), (byte) => ALPHABET.charAt(byte % 31)).join("");
  const first17 = `91${divisionCode}${organisation}${organisationCheck(organisation)}`;
  return first17 + checkCharacter(first17);
}

/** GB 11714: (11 - weighted sum mod 11), where 10 is written X and 11 is written 0; letters count A = 10 to Z = 35. */
function organisationCheck(first8: string): string {
  const weights = [3, 7, 9, 10, 5, 8, 4, 2];
  const sum = weights.reduce((total, weight, index) => total + weight * parseInt(first8.charAt(index), 36), 0);
  const check = (11 - (sum % 11)) % 11;
  return check === 10 ? "X" : String(check);
}

function valueOf(code: string, character: string, index: number): number {
  const value = ALPHABET.indexOf(character);
  if (value < 0) {
    throw new Error(
      `USCC "${code}" has "${character}" at position ${index + 1}: only 0-9 and A-Y without I, O, S, V, Z`,
    );
  }
  return value;
}
