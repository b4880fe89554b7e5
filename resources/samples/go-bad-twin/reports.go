package main

import (
	"fmt"
	"os"
	"strconv"
	"time"
)

// Sends what the office reads every day; here every five seconds, so that it can be watched.
func sendReports() {
	os.WriteFile("reports.pid", []byte(strconv.Itoa(os.Getpid())), 0o600)
	for n := 1; ; n++ {
		time.Sleep(5 * time.Second)
		fmt.Printf("report n=%d sent to the office\n", n)
	}
}
