import "../sdk";
import { PaneInfoCoder } from "apache-beam/coders/standard_coders";
import { GlobalWindow, type WindowedValue } from "apache-beam/values";

/** A value as an element of the global window, in the form that travels between operators. */
export function inGlobalWindow<T>(value: T): WindowedValue<T> {
  const window = new GlobalWindow();
  return {
    value,
    windows: [window],
    pane: PaneInfoCoder.ONE_AND_ONLY_FIRING,
    timestamp: window.maxTimestamp(),
  };
}
