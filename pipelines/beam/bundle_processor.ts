import "apache-beam";
import { loggingLocalStorage } from "apache-beam/worker/logging";
import { MetricsContainer } from "apache-beam/worker/metrics";
import { BundleProcessor } from "apache-beam/worker/worker";
import type { IOperator } from "apache-beam/worker/operators";

/** An operator that may have work in flight when a bundle fails. */
interface CancellableOperator extends IOperator {
  cancelBundle?(reason: unknown): Promise<void>;
}

/**
 * As the SDK's (worker/worker.ts), but a bundle that fails leaves nothing running behind it, and
 * nothing is printed.
 */
BundleProcessor.prototype.process = async function (instructionId: string): Promise<void> {
  this.metricsContainer.reset();
  this.currentBundleId = instructionId;
  this.loggingStageInfo.instructionId = instructionId;
  const operators: CancellableOperator[] = this.topologicallyOrderedOperators;
  await loggingLocalStorage.run(this.loggingStageInfo, async () => {
    try {
      // Consumers start before their producers, and finish after them.
      for (const operator of operators.toReversed()) await operator.startBundle();
      for (const operator of operators) await operator.finishBundle();
    } catch (error) {
      await Promise.all(operators.map(async (operator) => operator.cancelBundle?.(error)));
      throw error;
    } finally {
      delete this.loggingStageInfo.instructionId;
      delete this.currentBundleId;
      delete this.stateProvider;
    }
  });
};

/** The SDK forgets to zero the values: a reused processor would count its last bundle again. */
MetricsContainer.prototype.reset = function (): void {
  for (const cell of this.metrics.values()) {
    cell.reset();
    cell.value.reset();
  }
};
