import { FieldError, type Fields } from "../parse/fields";

/** Where an asset lives: an address on a platform. */
export interface Contract {
  readonly platform_id: string;
  /** As the source gives it. */
  readonly address: string;
}

/**
 * The contracts of a coin of the list, or of a coin's details: `{"ethereum": "0x..."}`. A platform
 * without an address is none (a chain's own coin has `{"": ""}`).
 * @returns null where the source doesn't say: a list that was asked for without platforms
 * @throws FieldError when a platform or an address is of another type than documented
 */
export function contractsOf(coin: Fields): Contract[] | null {
  const addresses = coin.namedTexts("platforms");
  if (addresses === null) return null;
  return addresses.flatMap(([platform_id, address]) => {
    if (address.trim() === "") return [];
    if (platform_id.trim() === "") {
      throw new FieldError("platforms", "platforms: an address without a platform");
    }
    return { platform_id, address };
  });
}

const evmAddress = /^0x[0-9a-f]{40}$/i;

/**
 * An address as joins need it. That of an EVM chain is in lower case, since capitals are but a checksum
 * (EIP-55), which sources write or not. Elsewhere case counts: base58 is most usual. The form decides,
 * not the list of platforms: chains with a chain identifier may have addresses of another form, and a
 * key has to stay the same whether or not the list could be read.
 */
export function contractKey(address: string): string {
  return evmAddress.test(address) ? address.toLowerCase() : address;
}

/** Names a contract: two spellings of one address are one. */
export function contractId({ platform_id, address }: Contract): string {
  return JSON.stringify([platform_id, contractKey(address)]);
}
