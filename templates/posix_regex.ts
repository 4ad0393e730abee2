/**
 * Rewrites a JavaScript regex as Dataflow documents them: POSIX egrep, which has no `\d`, `\w`, `\s` and
 * no look-around. The result means the same to grep -E, RE2, Java and JavaScript.
 * @throws on anything that these do not share
 */
export function posixRegex(pattern: string): string {
  let posix = "";
  let rest = pattern;
  while (rest !== "") {
    const [length, translated] = nextToken(rest, pattern);
    posix += translated;
    rest = rest.slice(length);
  }
  return posix;
}

/** Whether a regex is already of that kind. */
export function isPosixRegex(regex: string): boolean {
  try {
    return posixRegex(new RegExp(regex).source.replaceAll("\\/", "/")) === regex;
  } catch {
    return false;
  }
}

/** POSIX promises 255 (RE_DUP_MAX); RE2 takes 1000. */
const mostRepetitions = 255;
const digit = "0-9";
const word = "A-Za-z0-9_";

/** What the next piece of a pattern becomes, and how many characters it has. */
function nextToken(rest: string, pattern: string): [length: number, posix: string] {
  const notZero = /^\(\?!(0+)\)\\d\{(\d)\}/.exec(rest);
  if (notZero && notZero[1]?.length === Number(notZero[2])) {
    return [notZero[0].length, numberAboveZero(Number(notZero[2]))];
  }
  if (rest.startsWith("(?:")) return [3, "("];
  if (rest.startsWith("(?")) throw unsupported("(?", pattern);
  if (/^([*+?]|\{[\d,]+\})\?/.test(rest)) throw unsupported("a lazy quantifier", pattern);
  const [, most] = /^\{(?:\d+,)?(\d+)\}/.exec(rest) ?? [];
  if (Number(most) > mostRepetitions) throw unsupported(`{${most ?? ""}}`, pattern);
  if (rest.startsWith("[")) return bracket(rest, pattern);
  if (!rest.startsWith("\\")) return [1, rest.charAt(0)];
  const escaped = rest.charAt(1);
  if (escaped === "d") return [2, `[${digit}]`];
  if (escaped === "w") return [2, `[${word}]`];
  if (/[A-Za-z0-9]/.test(escaped)) throw unsupported(`\\${escaped}`, pattern);
  return [2, /[.[\](){}*+?^$|\\]/.test(escaped) ? `\\${escaped}` : escaped];
}

/** A bracket expression, in which POSIX has no escapes: a hyphen stands last. */
function bracket(rest: string, pattern: string): [length: number, posix: string] {
  const [text, not = "", content = ""] = /^\[(\^?)((?:\\.|[^\]\\])+)\]/.exec(rest) ?? [];
  if (text === undefined) throw unsupported("[", pattern);
  const hyphen = /\\-|^-|-$/.test(content) ? "-" : "";
  const characters = content
    .replace(/\\-|^-|-$/g, "")
    .replaceAll("\\d", digit)
    .replaceAll("\\w", word)
    .replace(/\\([./?#@:])/g, "$1");
  if (/[\\[]|&&/.test(characters)) throw unsupported(text, pattern);
  return [text.length, `[${not}${characters}${hyphen}]`];
}

/** A number of so many digits that are not all zero. */
function numberAboveZero(digits: number): string {
  const leadingZeros = Array.from({ length: digits }, (_, zeros) => zeros);
  const forms = leadingZeros.map((zeros) => {
    const more = digits - zeros - 1;
    const following = more === 0 ? "" : more === 1 ? "[0-9]" : `[0-9]{${more}}`;
    return "0".repeat(zeros) + "[1-9]" + following;
  });
  return `(${forms.join("|")})`;
}

function unsupported(what: string, pattern: string): Error {
  return new Error(`Flex Templates' regexes can't express ${what} of ${pattern}.`);
}
