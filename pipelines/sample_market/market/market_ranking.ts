import type { Listing } from "../coins/listing";
import type { CoinModel } from "../prices/coin_model";
import { hoursPerDay } from "../time";
import { DescendingOrder } from "./descending_order";
import { NumbersExcept } from "./numbers_except";

/** What a market knows about its coins; `hour` is that of current prices. */
interface CoinFigures {
  readonly listing: Listing;
  readonly hour: number;
  modelOf(index: number): CoinModel;
  marketCapAt(model: CoinModel, hour: number): number;
  volumeAt(model: CoinModel, hour: number): number;
}

/** Market capitalisations, volumes and ranks of a day; arrays are by page position. */
export class MarketRanking {
  /** In US dollars; 0 where the supply is unknown. */
  readonly caps: Float64Array;
  readonly byCap: DescendingOrder;
  private readonly rehypothecatedRanks: NumbersExcept;
  private lazyCapsDayBefore: Float64Array | undefined;
  private lazyVolumes: Float64Array | undefined;
  private lazyByVolume: DescendingOrder | undefined;

  constructor(private readonly market: CoinFigures) {
    this.caps = this.each((model) => market.marketCapAt(model, market.hour));
    this.byCap = new DescendingOrder(this.caps);
    this.rehypothecatedRanks = new NumbersExcept(
      market.listing.rehypothecatedPositions().map((position) => this.byCap.rankOf(position)),
    );
  }

  /** Market capitalisations in US dollars, 24 hours before. */
  get capsDayBefore(): Float64Array {
    const { market } = this;
    this.lazyCapsDayBefore ??= this.each((model) =>
      market.marketCapAt(model, market.hour - hoursPerDay),
    );
    return this.lazyCapsDayBefore;
  }

  /** Volumes in US dollars. */
  get volumes(): Float64Array {
    this.lazyVolumes ??= this.each((model) => this.market.volumeAt(model, this.market.hour));
    return this.lazyVolumes;
  }

  /** Volumes in US dollars, 24 hours before. */
  volumesDayBefore(): Float64Array {
    const { market } = this;
    return this.each((model) => market.volumeAt(model, market.hour - hoursPerDay));
  }

  get byVolume(): DescendingOrder {
    this.lazyByVolume ??= new DescendingOrder(this.volumes);
    return this.lazyByVolume;
  }

  /** `market_cap_rank_with_rehypothecated`, from 1; null for a coin without a market cap. */
  rankOf(index: number): number | null {
    const position = this.market.listing.pagePositionOf(index);
    if (position === null || !((this.caps[position] ?? 0) > 0)) return null;
    return this.byCap.rankOf(position) + 1;
  }

  /** `market_cap_rank`, from 1; null for a rehypothecated coin too. */
  rankWithoutRehypothecated(index: number): number | null {
    const rank = this.rankOf(index);
    const baseRank = this.market.listing.baseRankOf(index);
    if (rank === null || baseRank === null) return null;
    if (this.market.listing.isRehypothecated(baseRank)) return null;
    return rank - this.rehypothecatedRanks.excludedBelow(rank - 1);
  }

  private each(valueOf: (model: CoinModel) => number): Float64Array {
    const { listing } = this.market;
    const values = new Float64Array(listing.pagedCoins);
    for (let position = 0; position < values.length; position++) {
      values[position] = valueOf(this.market.modelOf(listing.indexOfPagePosition(position)));
    }
    return values;
  }
}
