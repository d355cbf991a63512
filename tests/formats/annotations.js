// SPDX-License-Identifier: MIT
// Usage: annotations.js < SARIF
// Prints each result of a SARIF report as the toolkit of GitHub Actions writes an annotation.
"use strict";

const core = require("@actions/core");
const { fileURLToPath } = require("url");

const WRITERS = { error: core.error, warning: core.warning, note: core.notice };

function pathOf(uri) {
  return uri.startsWith("file:") ? fileURLToPath(uri) : decodeURIComponent(uri);
}

function annotate(result) {
  const place = result.locations[0].physicalLocation;
  const properties = { title: result.ruleId };
  if (place) {
    properties.file = pathOf(place.artifactLocation.uri);
    properties.startLine = place.region && place.region.startLine;
  }
  WRITERS[result.level](result.message.text, properties);
}

const report = JSON.parse(require("fs").readFileSync(0, "utf8"));
report.runs[0].results.forEach(annotate);
