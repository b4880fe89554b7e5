<?php
// The app: a path in, an answer out. The loop in server.php listens and calls answer().
// An answer is [status, body, type, how many milliseconds to wait before it is sent].

const LONGEST_SLEEP_MS = 120_000;

function answer(string $path, string $query, int $requests): array
{
    parse_str($query, $parameters);
    $sleepMs = min(max((int) ($parameters['ms'] ?? 0), 0), LONGEST_SLEEP_MS);
    return match ($path) {
        '/' => [200, render($requests), 'text/html', 0],
        '/healthz' => [200, 'ok', 'text/plain', 0],
        '/slow' => [200, "answered after $sleepMs ms", 'text/plain', $sleepMs],
        '/crash' => [202, 'this dyno exits with status 1 now', 'text/plain', 0],
        default => [404, 'not found', 'text/plain', 0],
    };
}

function render(int $requests): string
{
    $facts = [
        'greeting' => env('GREETING', 'Hello from PHP'),
        'version' => PHP_MAJOR_VERSION . '.' . PHP_MINOR_VERSION . '.' . PHP_RELEASE_VERSION,
        'dyno' => env('DYNO', 'local'),
        'release' => env('HEROKU_RELEASE_VERSION', 'not set'),
        'pid' => getmypid(),
        'host' => gethostname(),
        'uptime' => (int) (microtime(true) - STARTED_AT),
        'requests' => $requests,
    ];
    $page = file_get_contents(__DIR__ . '/page.html');
    return preg_replace_callback('/{{(\w+)}}/', fn($match) => htmlspecialchars((string) $facts[$match[1]]), $page);
}

function env(string $name, string $otherwise): string
{
    $value = getenv($name);
    return $value === false ? $otherwise : $value;
}
