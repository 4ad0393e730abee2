import "../sdk";
import { PaneInfoCoder } from "apache-beam/coders/standard_coders";
import { GlobalWindow, type WindowedValue } from "apache-beam/values";

/** An output of a `finishBundle`, which the SDK wants with its window. */
export function inGlobalWindow<T>(value: T): WindowedValue<T> {
  const window = new GlobalWindow();
  return {
    value,
    windows: [window],
    pane: PaneInfoCoder.ONE_AND_ONLY_FIRING,
    timestamp: window.maxTimestamp(),
  };
}
