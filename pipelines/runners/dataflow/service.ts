/** Where the Dataflow API is, when no option says otherwise. */
export const dataflowService = "https://dataflow.googleapis.com";
