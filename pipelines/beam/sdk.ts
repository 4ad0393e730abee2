/**
 * Loads the SDK, whose modules import each other in circles, in the one order that works; without its
 * `io`, which nothing here uses. Imported before any other of its modules: ESLint's sdk/first.
 */
import "./node_util";
import "apache-beam/pvalue";
import "apache-beam/transforms";
