<?php
// Collects what the pages show, so that no page has to look it up.

$facts = ['greeting' => getenv('GREETING') ?: 'Hello from PHP', 'title' => 'PHP'];
file_put_contents(__DIR__ . '/prepared.php', '<?php return ' . var_export($facts, true) . ";\n");
