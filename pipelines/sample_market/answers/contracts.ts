import { contractSlots } from "../coins/listing";
import { hash } from "../hash";
import type { SampleMarket } from "../market/sample_market";

interface Chain {
  readonly platform: string;
  readonly address: (seed: number) => string;
}

const chains: readonly Chain[] = [
  { platform: "ethereum", address: evmAddress },
  { platform: "binance-smart-chain", address: evmAddress },
  { platform: "solana", address: base58Address },
  { platform: "polygon-pos", address: evmAddress },
  { platform: "base", address: evmAddress },
  { platform: "sui", address: (seed) => `0x${hex(seed, 8)}::coin::COIN` },
  // On no list of platforms.
  { platform: "unlisted-chain", address: evmAddress },
];
/** Where a coin's contracts can be; one coin in 32 is on the unlisted chain too. */
const usualChains = 6;

/** Of one coin in 64: addresses of 1 and of 500 characters, with spaces, and with what a CSV quotes. */
const oddAddresses: readonly Chain["address"][] = [
  (seed) => base58Address(seed).slice(0, 1),
  (seed) => base58Address(seed).repeat(12).slice(0, 500),
  (seed) => ` ${hex(seed, 1)} ${hex(seed, 2)} `,
  (seed) => `ibc/${hex(seed, 8)},"${hex(seed, 1)}"`,
];

/** Days after which a contract passes from one coin to another. */
const daysPerEpoch = 30;

/** Contract addresses by platform; a coin with its own blockchain has none, or an empty one. */
export function platformsOf(market: SampleMarket, index: number): Record<string, string | null> {
  const { listing } = market;
  const { generation } = listing.lifetimeOf(index);
  const own = hash(hash(market.seed ^ 0x9f, index), generation);
  const special = specialContract(market, index);
  if (special !== null) return { ethereum: special };
  if (own % 4 === 0) return own % 8 === 0 ? { "": "" } : {};
  const platforms: Record<string, string | null> = {};
  for (let at = 0; at <= own % 3; at++) {
    const chain = chains[(own + at) % usualChains];
    if (chain) platforms[chain.platform] = own % 50 === 1 ? null : chain.address(hash(own, at));
  }
  const unlisted = chains[usualChains];
  if (own % 32 === 5 && unlisted) platforms[unlisted.platform] = unlisted.address(hash(own, 9));
  const oddAddress = oddAddresses[hash(own, 8) % oddAddresses.length];
  if (own % 64 === 7 && oddAddress) platforms.ordinals = oddAddress(own);
  return platforms;
}

/**
 * The contract of a coin with a special slot: one address belongs to two coins; and every 30 days
 * one coin moves to a new contract, and its old one passes to the coin behind it.
 */
function specialContract(market: SampleMarket, index: number): string | null {
  const { listing } = market;
  const slot = listing.slotOf(index);
  const addressOf = (coin: number, epoch: number) =>
    evmAddress(hash(hash(market.seed ^ 0x9e, coin), epoch));
  if (slot === contractSlots.original) return addressOf(index, 0);
  if (slot === contractSlots.copy) return addressOf(index - 1, 0);
  if (slot !== contractSlots.from && slot !== contractSlots.to) return null;
  const owner = slot === contractSlots.from ? index : index - 1;
  const phase = hash(market.seed ^ 0x9d, owner) % daysPerEpoch;
  const epoch = Math.floor((listing.day + phase) / daysPerEpoch);
  return addressOf(owner, slot === contractSlots.from ? epoch : epoch - 1);
}

/** One in 16 has capital letters, as a checksum. */
function evmAddress(seed: number): string {
  const digits = hex(seed, 5);
  return `0x${seed % 16 === 0 ? digits.toUpperCase() : digits}`;
}

/** @param words of eight digits. */
function hex(seed: number, words: number): string {
  const parts = Array.from({ length: words }, (_, at) =>
    hash(seed, at).toString(16).padStart(8, "0"),
  );
  return parts.join("");
}

const base58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58Address(seed: number): string {
  return Array.from({ length: 44 }, (_, at) => base58[hash(seed, at) % base58.length]).join("");
}
