import { namedQueries } from "../../pipelines/query/named_queries";
import { readQuestions } from "../../pipelines/query/questions";
import { askQuery } from "../support/ask_query";

describe.each(readQuestions())(
  "the question $name",
  ({ name, title, question, columns, caveat }) => {
    it("is asked, answered and explained in sentences", () => {
      expect(question).toMatch(/^[A-Z].*\?$/);
      expect(title).toMatch(/^[A-Z].*\.$/);
      expect(caveat ?? "None.").toMatch(/^\S.*\.$/);
      for (const { description } of columns) expect(description).toMatch(/^\S.*\.$/);
    });

    it("is a query by its name", () => {
      expect(namedQueries()).toContainEqual(
        expect.objectContaining({ name, description: title, isView: false }),
      );
    });
  },
);

it("query lists the questions, a line each, without a warehouse", async () => {
  const { code, stdout } = await askQuery("--output=./no-such-folder");
  expect(code).toBe(0);
  const listed = stdout.split("\n").map((line) => line.trimEnd().split(/ {2,}/));
  const questions = readQuestions().map(({ name, title }) => [name, title]);
  expect(listed.slice(0, questions.length + 3)).toEqual([
    ["question", "what it answers"],
    ...questions,
    [""],
    ["view", "what it holds"],
  ]);
});
