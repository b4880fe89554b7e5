package main

import (
	"fmt"
	"os"
	"strings"
)

const longestGreeting = 200

// The release phase: runs once per release, before any dyno sees it. Status 1 here keeps the old release running.
func release() {
	greeting, set := os.LookupEnv("GREETING")
	if !set {
		fmt.Println("release check: GREETING is not set, the built-in greeting will be used")
	} else if length := len(strings.TrimSpace(greeting)); length < 1 || length > longestGreeting {
		fmt.Fprintf(os.Stderr, "release check: GREETING must have 1 to %d characters, it has %d\n", longestGreeting, length)
		os.Exit(1)
	} else {
		fmt.Printf("release check: GREETING has %d characters, good\n", length)
	}
}
