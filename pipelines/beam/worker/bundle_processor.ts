import "../sdk";
import { loggingLocalStorage } from "apache-beam/worker/logging";
import { MetricsContainer } from "apache-beam/worker/metrics";
import { DataSourceOperator, type IOperator } from "apache-beam/worker/operators";
import { BundleProcessor } from "apache-beam/worker/worker";
import { noteFailedStep } from "./bundle_failure";
import { onCancellation } from "../operators/cancellation";

/** What our operators may have in addition to the SDK's. */
interface Operator extends IOperator {
  /** The bundle has failed: aborts and awaits what is in flight. */
  cancelBundle?(reason: unknown): Promise<void>;
  /** The bundle has ended in every step, successfully or not: releases its resources. */
  releaseBundle?(): void;
}

/**
 * As the SDK's (worker/worker.ts), but a bundle that fails leaves nothing running, errors know their
 * step, and nothing is printed.
 */
BundleProcessor.prototype.process = async function (instructionId: string): Promise<void> {
  this.metricsContainer.reset();
  this.currentBundleId = instructionId;
  this.loggingStageInfo.instructionId = instructionId;
  const operators: Operator[] = this.topologicallyOrderedOperators;

  const inEach = async (ordered: Operator[], run: (operator: Operator) => Promise<void>) => {
    for (const operator of ordered) {
      this.loggingStageInfo.transformId = operator.transformId;
      try {
        await run(operator);
      } catch (error) {
        noteFailedStep(error, operator.transformId);
        throw error;
      }
    }
  };

  const cancel = (reason: unknown) =>
    Promise.all(operators.map(async (operator) => operator.cancelBundle?.(reason)));
  const stopListening = onCancellation((reason) => void cancel(reason));

  await loggingLocalStorage.run(this.loggingStageInfo, async () => {
    try {
      // Consumers start before their producers, and finish after them.
      await inEach(operators.toReversed(), async (operator) => {
        await operator.startBundle();
        if (operator instanceof DataSourceOperator) watchEndOfData(operator);
      });
      await inEach(operators, (operator) => operator.finishBundle());
    } catch (error) {
      await cancel(error);
      throw error;
    } finally {
      stopListening();
      for (const operator of operators) operator.releaseBundle?.();
      delete this.loggingStageInfo.instructionId;
      delete this.loggingStageInfo.transformId;
      delete this.currentBundleId;
      delete this.stateProvider;
    }
  });
};

/** It may reject before finishBundle awaits it: Node would end the process. */
function watchEndOfData(source: DataSourceOperator): void {
  source.endOfData.catch(() => undefined);
}

/** The SDK does not reset the values: a reused processor would count its last bundle again. */
MetricsContainer.prototype.reset = function (): void {
  for (const cell of this.metrics.values()) {
    cell.reset();
    cell.value.reset();
  }
};
