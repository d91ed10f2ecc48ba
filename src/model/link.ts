/** The few words by which the CLI, Playwright's workers and the reporter find each other. */

/** URL of the engine's link; set for child processes of the CLI and by the global setup. */
export const LINK_VARIABLE = 'SPEND_ENGINE_LINK';
/** Set by our CLI: red tests carry the annotation below instead of throwing. */
export const QUIET_RED_VARIABLE = 'SPEND_QUIET_RED';
/** Read by the reporter, which turns it into a failed status. */
export const RED_ANNOTATION = 'spend-conformance:red';
/** Path of the run's selection: which cases there are, so that no worker has to load the contract to declare tests. */
export const SELECTION_VARIABLE = 'SPEND_ENGINE_SELECTION';
