import type { HistoryTier } from "./page_data";
import { fromSteps, toSteps } from "./significant";

/**
 * The history as bytes, coin by coin: prices, volumes, ranks of the tier's days. Each number is a varint:
 * 0 for null, else the zigzag difference from the number before, plus 1.
 */

export interface CoinHistory {
  readonly price: readonly (number | null)[];
  readonly volume: readonly (number | null)[];
  readonly rank: readonly (number | null)[];
}

/** @param historyOf by the coin's place, the values of its tier's days */
export function encodeHistory(
  tiers: readonly HistoryTier[],
  historyOf: (coin: number) => CoinHistory,
): Uint8Array {
  const writer = new VarintWriter();
  let coin = 0;
  for (const { coins, priceDigits, volumeDigits } of tiers) {
    for (const end = coin + coins; coin < end; coin++) {
      const { price, volume, rank } = historyOf(coin);
      writeSeries(writer, price, (value) => toSteps(value, priceDigits));
      writeSeries(writer, volume, (value) => toSteps(value, volumeDigits));
      writeSeries(writer, rank, (value) => value);
    }
  }
  return writer.bytes();
}

export function decodeHistory(tiers: readonly HistoryTier[], bytes: Uint8Array): CoinHistory[] {
  const reader = new VarintReader(bytes);
  return tiers.flatMap(({ coins, days, priceDigits, volumeDigits }) =>
    Array.from({ length: coins }, () => ({
      price: readSeries(reader, days.length, (steps) => fromSteps(steps, priceDigits)),
      volume: readSeries(reader, days.length, (steps) => fromSteps(steps, volumeDigits)),
      rank: readSeries(reader, days.length, (steps) => steps),
    })),
  );
}

function writeSeries(
  writer: VarintWriter,
  values: readonly (number | null)[],
  stepsOf: (value: number) => number,
): void {
  let before = 0;
  for (const value of values) {
    if (value === null) {
      writer.write(0);
      continue;
    }
    const steps = stepsOf(value);
    const difference = steps - before;
    writer.write((difference < 0 ? -2 * difference - 1 : 2 * difference) + 1);
    before = steps;
  }
}

function readSeries(
  reader: VarintReader,
  length: number,
  valueOf: (steps: number) => number,
): (number | null)[] {
  const values: (number | null)[] = [];
  let before = 0;
  for (let index = 0; index < length; index++) {
    const code = reader.read() - 1;
    if (code < 0) {
      values.push(null);
      continue;
    }
    before += code % 2 === 0 ? code / 2 : -(code + 1) / 2;
    values.push(valueOf(before));
  }
  return values;
}

/** Whole numbers of 7 bits a byte, the least first; the high bit says that more follow. */
class VarintWriter {
  private buffer = new Uint8Array(65_536);
  private length = 0;

  write(value: number): void {
    if (this.length + 8 > this.buffer.length) {
      const larger = new Uint8Array(this.buffer.length * 2);
      larger.set(this.buffer);
      this.buffer = larger;
    }
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128))
      this.buffer[this.length++] = (rest % 128) + 128;
    this.buffer[this.length++] = rest;
  }

  bytes(): Uint8Array {
    return this.buffer.subarray(0, this.length);
  }
}

class VarintReader {
  private at = 0;

  constructor(private readonly buffer: Uint8Array) {}

  read(): number {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const byte = this.buffer[this.at++] ?? 0;
      value += (byte % 128) * factor;
      if (byte < 128) return value;
    }
  }
}
