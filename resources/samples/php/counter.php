<?php
// A backing service: a Redis that counts for all dynos together. Its address is config, so another one is attached by REDIS_URL alone.

function count_one(string $url): string
{
    $place = parse_url($url);
    $connection = @stream_socket_client("tcp://{$place['host']}:" . ($place['port'] ?? 6379), $code, $message, 2);
    if (!$connection) throw new RuntimeException($message);
    stream_set_timeout($connection, 2);
    if (isset($place['pass'])) fwrite($connection, "AUTH {$place['pass']}\r\n");
    fwrite($connection, "INCR visits\r\n");
    while (($line = fgets($connection)) !== false) {
        if ($line[0] === ':') return trim(substr($line, 1));
        if ($line[0] === '-') throw new RuntimeException(trim(substr($line, 1)));
    }
    throw new RuntimeException('the connection was closed');
}
