/**
 * Ends the process with the exit code of a program. A program that never resolves, because nothing is
 * left that could wake it, has failed: Node by itself would call that a success.
 */
export function exitWith(program: Promise<number>): void {
  process.exitCode = 1;
  const isStuck = () => {
    process.stderr.write(
      "The program stopped before it was done: this is a bug. Run the same command again.\n",
    );
  };
  process.once("exit", isStuck);
  program.then(
    (code) => {
      process.off("exit", isStuck);
      process.exit(code);
    },
    (error: unknown) => {
      process.off("exit", isStuck);
      process.stderr.write(`${String(error)}\n`);
      process.exit(1);
    },
  );
}
