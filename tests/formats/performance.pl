#!/usr/bin/env perl
# SPDX-License-Identifier: MIT
# Usage: performance.pl PERFORMANCE_DATA
# Prints what a monitoring system reads from it: label, value, unit and least value, a line each.
use strict;
use warnings;

use Monitoring::Plugin::Performance;

for my $part (Monitoring::Plugin::Performance->parse_perfstring($ARGV[0])) {
    print join("\t", $part->label, $part->value, $part->uom // '', $part->min // ''), "\n";
}
