package main

import (
	"context"
	"fmt"
	"os"
	"os/signal"
	"syscall"
	"time"
)

// The worker process: no port, no requests, only work. Here the work is one line every 3 seconds.
func worker() {
	dyno := env("DYNO", "worker.1")
	stop, cancel := signal.NotifyContext(context.Background(), syscall.SIGTERM, os.Interrupt)
	defer cancel()
	ticker := time.NewTicker(3 * time.Second)
	defer ticker.Stop()

	fmt.Println(dyno, "started")
	for n := 1; ; n++ {
		select {
		case <-ticker.C:
			fmt.Printf("%s tick n=%d\n", dyno, n)
		case <-stop.Done():
			fmt.Printf("%s stopped after n=%d\n", dyno, n-1)
			return
		}
	}
}
