import { contractKey, contractsOf } from "../../../pipelines/transforms/contracts/contract";
import { FieldError, Fields } from "../../../pipelines/transforms/parse/fields";

const of = (platforms: unknown) => contractsOf(new Fields({ id: "a", platforms }));

describe("the contracts of a coin", () => {
  it("are its addresses by platform, untrimmed", () => {
    expect(of({ ethereum: "0xA", base: " x y ", "": "" })).toEqual([
      { platform_id: "ethereum", address: "0xA" },
      { platform_id: "base", address: " x y " },
    ]);
  });

  it.each([
    ["{}", {}],
    ["an empty one", { "": "" }],
    ["null", { a: null }],
    ["blank", { a: " " }],
  ])("are none: %s", (_, platforms) => {
    expect(of(platforms)).toEqual([]);
  });

  it("are not known where the source doesn't say", () => {
    expect(contractsOf(new Fields({ id: "a" }))).toBeNull();
    expect(of(null)).toBeNull();
  });

  it.each([
    ["x", "platforms: expected an object, got the text"],
    [["x"], "platforms: expected an object, got a list"],
    [{ ethereum: 5 }, "platforms.ethereum: expected a text, got the number 5"],
    [{ ethereum: {} }, "platforms.ethereum: expected a text, got an object"],
    [{ "": "0xa" }, "platforms: an address without a platform"],
    [{ a: "\ud800" }, "platforms.a contains a lone surrogate"],
    [{ "\ud800": "a" }, "platforms contains a lone surrogate"],
  ])("%j are refused, and the reason names the place", (platforms, reason) => {
    expect(() => of(platforms)).toThrow(FieldError);
    expect(() => of(platforms)).toThrow(reason);
  });

  it.each([1, 500])("may have an address of %d characters", (length) => {
    const address = "A".repeat(length);
    expect(of({ x: address })).toEqual([{ platform_id: "x", address }]);
    expect(contractKey(address)).toBe(address);
  });
});

describe("the key of an address", () => {
  const digits = "0123456789ABCDEFabcdef012345678901234567";

  it("is in lower case where it has the form of EVM chains", () => {
    expect(contractKey(`0x${digits}`)).toBe(`0x${digits.toLowerCase()}`);
    expect(contractKey(`0X${digits}`)).toBe(`0x${digits.toLowerCase()}`);
  });

  it.each([
    ["base58", "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v"],
    ["a coin type", `0x${"AB".repeat(32)}::coin::COIN`],
    ["of another length", `0x${digits}0`],
    ["without 0x", digits],
    ["with a space", `0x${digits} `],
  ])("is as given for any other: %s", (_, address) => {
    expect(contractKey(address)).toBe(address);
  });
});
