// One program, two process types: the Procfile runs "bin/hello web" and "bin/hello release" from the same build.
package main

import (
	"fmt"
	"os"
)

func main() {
	switch kind := append(os.Args, "web")[1]; kind {
	case "web":
		web()
	case "release":
		release()
	default:
		fmt.Fprintf(os.Stderr, "unknown process type %q: use web or release\n", kind)
		os.Exit(2)
	}
}

func env(name, otherwise string) string {
	if value, found := os.LookupEnv(name); found {
		return value
	}
	return otherwise
}
