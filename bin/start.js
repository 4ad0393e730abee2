"use strict";

/*
 * Starts a program of dist/, after a check that it can run: a Node too old for it says so in one line.
 * Written in ECMAScript 5, which an older Node can parse.
 */
var existsSync = require("fs").existsSync;
var join = require("path").join;

var required = require("../package.json").engines.node.replace(/[^0-9.]/g, "");

function isOlder(version, than) {
  var have = version.split(".").map(Number);
  var need = than.split(".").map(Number);
  return have[0] < need[0] || (have[0] === need[0] && have[1] < need[1]);
}

function fail(line) {
  process.stderr.write(line + "\n");
  process.exit(1);
}

module.exports = function start(program) {
  if (isOlder(process.versions.node, required)) {
    fail("Node " + process.versions.node + " is too old: install Node " + required + " or newer.");
  }
  var file = join(__dirname, "..", "dist", "pipelines", program + ".js");
  // A package made by a plain `npm pack`: .npmrc keeps npm from running scripts, compiling too.
  if (!existsSync(file)) {
    fail(
      "The programs are not compiled: run `npm run build`, or make the package by `npm run pack`.",
    );
  }
  require(file);
};
