<?php
// The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running.

const LONGEST = 200;
$greeting = getenv('GREETING');
$length = strlen(trim((string) $greeting));

if ($greeting === false) {
    fwrite(STDOUT, "release check: GREETING is not set, the built-in greeting will be used\n");
} elseif ($length < 1 || $length > LONGEST) {
    fwrite(STDERR, 'release check: GREETING must have 1 to ' . LONGEST . " characters, it has $length\n");
    exit(1);
} else {
    fwrite(STDOUT, "release check: GREETING has $length characters, good\n");
}
