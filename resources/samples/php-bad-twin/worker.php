<?php
// The worker process: no port, no requests, only work. Here the work is one line every 3 seconds.

$dyno = getenv('DYNO') ?: 'worker.1';
$n = 0;
$stopping = false;

if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, function () use (&$stopping) { $stopping = true; });
    }
}

fwrite(STDOUT, "$dyno started\n");
while (true) {
    sleep(3); // a signal ends the sleep early
    if ($stopping) break;
    $n += 1;
    fwrite(STDOUT, "$dyno tick n=$n\n");
}
fwrite(STDOUT, "$dyno stopped after n=$n\n");
