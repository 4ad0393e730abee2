/**
 * The SDK, in the one order in which its modules, which import each other in circles, find what they
 * need. To be imported before any other of its modules. Its `io`, which nothing here uses, stays out.
 */
import "./node_util";
import "apache-beam/pvalue";
import "apache-beam/transforms";
