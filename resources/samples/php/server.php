<?php
// The web process: one loop that accepts, reads and answers, so a slow answer never keeps the others waiting.
// It keeps nothing that another dyno would need, so any number of it can run side by side.

define('STARTED_AT', microtime(true));
require __DIR__ . '/index.php';

const REASONS = [200 => 'OK', 202 => 'Accepted', 404 => 'Not Found', 503 => 'Service Unavailable'];
const LONGEST_REQUEST_BYTES = 65_536;
const LONGEST_SILENCE_SECONDS = 30;

$port = (int) env('PORT', '5000');
$server = stream_socket_server("tcp://0.0.0.0:$port") or exit(1);
$reading = []; // connections whose request has not come in whole: id => ['socket', 'text', 'since']
$waiting = []; // answers whose time has not come: id => ['socket', 'request', 'answer', 'began', 'due']
$requests = 0;
$stopping = false;

// Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
if (function_exists('pcntl_async_signals')) {
    pcntl_async_signals(true);
    foreach ([SIGTERM, SIGINT] as $signal) {
        pcntl_signal($signal, function () use (&$stopping) { $stopping = true; });
    }
}

say("listening on port $port");
while (!$stopping || $waiting) {
    if ($stopping && $server) {
        say('stop signal: ' . count($waiting) . ' requests in flight, no new ones');
        fclose($server);
        $server = null;
        $reading = [];
    }
    foreach (readable($server, $reading, $waiting) as $socket) {
        $socket === $server ? accept($server, $reading) : read($socket, $reading, $waiting, $requests);
    }
    foreach ($waiting as $id => $one) {
        if ($one['due'] <= microtime(true)) {
            unset($waiting[$id]);
            send($one);
        }
    }
    foreach ($reading as $id => $one) {
        if (microtime(true) - $one['since'] > LONGEST_SILENCE_SECONDS) unset($reading[$id]);
    }
}
say('stopped');

/** Waits until a socket has news, the next answer is due, a signal comes, or a second has gone by. */
function readable($server, array $reading, array $waiting): array
{
    $pause = max(0, min([1, ...array_map(fn($one) => $one['due'] - microtime(true), array_values($waiting))]));
    $read = [...array_column($reading, 'socket'), ...($server ? [$server] : [])];
    if (!$read) {
        usleep((int) ($pause * 1e6));
        return [];
    }
    $none = null;
    return @stream_select($read, $none, $none, 0, (int) ceil($pause * 1e6)) ? $read : [];
}

function accept($server, array &$reading): void
{
    $socket = @stream_socket_accept($server, 0);
    if ($socket) $reading[(int) $socket] = ['socket' => $socket, 'text' => '', 'since' => microtime(true)];
}

function read($socket, array &$reading, array &$waiting, int &$requests): void
{
    $id = (int) $socket;
    $bytes = fread($socket, 8192);
    $text = $reading[$id]['text'] .= $bytes;
    if (isWhole($text) && preg_match('~^([A-Z]+) ([^ ?]+)\??(\S*) HTTP/1~', $text, $request)) {
        unset($reading[$id]);
        $requests += 1;
        $cookies = preg_match('/^Cookie:\s*(.*)/mi', $text, $match) ? trim($match[1]) : '';
        $answer = answer($request[2], $request[3], $cookies, $requests);
        $requestId = preg_match('/^X-Request-Id:\s*(\S+)/mi', $text, $match) ? $match[1] : '-';
        $began = microtime(true);
        $waiting[$id] = ['socket' => $socket, 'verb' => $request[1], 'path' => $request[2], 'id' => $requestId,
            'answer' => $answer, 'began' => $began, 'due' => $began + $answer[3] / 1000];
    } elseif ($bytes === '' || $bytes === false || strlen($text) > LONGEST_REQUEST_BYTES) {
        unset($reading[$id]); // the visitor left, or did not speak HTTP
    }
}

function isWhole(string $text): bool
{
    $headBytes = strpos($text, "\r\n\r\n");
    if ($headBytes === false) return false;
    $bodyBytes = preg_match('/^Content-Length:\s*(\d+)/mi', $text, $match) ? (int) $match[1] : 0;
    return strlen($text) >= $headBytes + 4 + $bodyBytes;
}

function send(array $one): void
{
    [$status, $body, $type] = $one['answer'];
    $cookie = isset($one['answer'][4]) ? "Set-Cookie: {$one['answer'][4]}\r\n" : '';
    $head = "HTTP/1.1 $status " . REASONS[$status] . "\r\nContent-Type: $type; charset=utf-8\r\n$cookie"
        . 'Content-Length: ' . strlen($body) . "\r\nCache-Control: no-store\r\nConnection: close\r\n\r\n";
    @fwrite($one['socket'], $one['verb'] === 'HEAD' ? $head : $head . $body);
    fclose($one['socket']);
    $ms = round((microtime(true) - $one['began']) * 1000);
    say("method={$one['verb']} path={$one['path']} status=$status ms=$ms request_id={$one['id']}");
    if ($one['path'] === '/crash') exit(1);
}

function say(string $line): void
{
    fwrite(STDOUT, "$line\n");
}
