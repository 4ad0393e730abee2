import { endBySignal, type ExitSignal } from "./signals";

/**
 * Ends the process with the exit code of a program, or as the signal that it returns would. A program
 * that never resolves, because nothing is left that could wake it, has failed: Node by itself would
 * call that a success.
 */
export function exitWith(program: Promise<number | ExitSignal>): void {
  process.exitCode = 1;
  const isStuck = () => {
    process.stderr.write(
      "The program stopped before it was done: this is a bug. Run the same command again.\n",
    );
  };
  process.once("exit", isStuck);
  program.then(
    (end) => {
      process.off("exit", isStuck);
      if (typeof end === "number") process.exit(end);
      else endBySignal(end);
    },
    (error: unknown) => {
      process.off("exit", isStuck);
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
}
