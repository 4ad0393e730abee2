import { sizeText } from "../../../pipelines/core/text/size_text";

it.each([
  [0, "0 bytes"],
  [999, "999 bytes"],
  [1000, "1 kB"],
  [999_949, "999.9 kB"],
  [999_950, "1 MB"],
  [10_485_760, "10.5 MB"],
  [10e9, "10 GB"],
  [1e16, "10000 TB"],
])("%i bytes are %s", (bytes, text) => {
  expect(sizeText(bytes)).toBe(text);
});
