<?php
// The app: a path in, an answer out. The loop in server.php listens and calls answer().
// An answer is [status, body, type, how many milliseconds to wait before it is sent, a cookie if there is one].

require __DIR__ . '/counter.php';

const LONGEST_SLEEP_MS = 120_000;

function answer(string $path, string $query, string $cookies, int $requests): array
{
    parse_str($query, $parameters);
    $sleepMs = min(max((int) ($parameters['ms'] ?? 0), 0), LONGEST_SLEEP_MS);
    return match ($path) {
        '/' => [200, render($requests), 'text/html', 0],
        '/healthz' => [200, 'ok', 'text/plain', 0],
        '/slow' => [200, "answered after $sleepMs ms", 'text/plain', $sleepMs],
        '/visits' => visits($cookies),
        '/total' => total(),
        '/crash' => [202, 'this dyno exits with status 1 now', 'text/plain', 0],
        default => [404, 'not found', 'text/plain', 0],
    };
}

// The session is in the visitor's own cookie, so every dyno knows it and none has to keep it.
function visits(string $cookies): array
{
    $visits = (preg_match('/\bvisits=(\d{1,9})\b/', $cookies, $match) ? (int) $match[1] : 0) + 1;
    return [200, "visit $visits", 'text/plain', 0, "visits=$visits; Path=/; HttpOnly"];
}

function total(): array
{
    $url = getenv('REDIS_URL');
    if ($url === false) return [200, 'no counter attached: REDIS_URL is not set', 'text/plain', 0];
    try {
        return [200, 'total ' . count_one($url), 'text/plain', 0];
    } catch (RuntimeException $error) {
        return [503, 'the counter does not answer: ' . $error->getMessage(), 'text/plain', 0];
    }
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
