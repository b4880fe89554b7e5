package main

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"os/signal"
	"sync/atomic"
	"syscall"
	"time"
)

var inFlight atomic.Int64

// Counts each request and writes one line about it.
func logged(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		began := time.Now()
		requests.Add(1)
		inFlight.Add(1)
		noted := &notedResponse{ResponseWriter: w, status: http.StatusOK}
		noted.Header().Set("Cache-Control", "no-store")
		next.ServeHTTP(noted, r)
		requestID := r.Header.Get("X-Request-Id")
		if requestID == "" {
			requestID = "-"
		}
		fmt.Printf("method=%s path=%s status=%d ms=%d request_id=%s\n",
			r.Method, r.URL.Path, noted.status, time.Since(began).Milliseconds(), requestID)
		w.(http.Flusher).Flush()
		if r.URL.Path == "/crash" {
			os.Exit(1)
		}
		inFlight.Add(-1)
	})
}

type notedResponse struct {
	http.ResponseWriter
	status int
}

func (response *notedResponse) WriteHeader(status int) {
	response.status = status
	response.ResponseWriter.WriteHeader(status)
}

// Before a dyno goes, the platform sends SIGTERM: take no new requests, finish the ones that run, leave with status 0.
func stopOnSignal(server *http.Server, stopped chan<- struct{}) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, syscall.SIGTERM, os.Interrupt)
	fmt.Printf("%v: %d requests in flight, no new ones\n", <-signals, inFlight.Load())
	go server.Shutdown(context.Background())
	for inFlight.Load() > 0 {
		time.Sleep(20 * time.Millisecond)
	}
	close(stopped)
}
