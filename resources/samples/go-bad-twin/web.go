package main

import (
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync/atomic"
	"time"
)

const longestSleepMs = 120_000

//go:embed page.html
var pageText string

var page = template.Must(template.New("page").Parse(pageText))

var (
	startedAt = time.Now()
	requests  atomic.Int64
)

// The web process.
func web() {
	port := env("PORT", "5000")
	mux := http.NewServeMux()
	mux.HandleFunc("/", home)
	mux.HandleFunc("/healthz", func(w http.ResponseWriter, r *http.Request) { text(w, http.StatusOK, "ok") })
	mux.HandleFunc("/slow", slow)
	mux.HandleFunc("/visits", visits)
	mux.HandleFunc("/crash", crash)
	server := &http.Server{Addr: "0.0.0.0:" + port, Handler: logged(mux)}

	stopped := make(chan struct{})
	go stopOnSignal(server, stopped)
	go sendReports()
	fmt.Println("listening on port", port)
	if err := server.ListenAndServe(); err != http.ErrServerClosed {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	<-stopped
	fmt.Println("stopped")
}

func home(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path != "/" {
		text(w, http.StatusNotFound, "not found")
		return
	}
	host, _ := os.Hostname()
	var body strings.Builder
	page.Execute(&body, map[string]any{
		"greeting": env("GREETING", "Hello from Go"), "version": strings.TrimPrefix(runtime.Version(), "go"),
		"dyno": env("DYNO", "local"), "release": env("HEROKU_RELEASE_VERSION", "not set"),
		"pid": os.Getpid(), "host": host, "uptime": int(time.Since(startedAt).Seconds()), "requests": requests.Load(),
	})
	send(w, http.StatusOK, "text/html", body.String())
}

func slow(w http.ResponseWriter, r *http.Request) {
	ms, _ := strconv.Atoi(r.URL.Query().Get("ms"))
	if ms < 0 {
		ms = 0
	} else if ms > longestSleepMs {
		ms = longestSleepMs
	}
	time.Sleep(time.Duration(ms) * time.Millisecond)
	text(w, http.StatusOK, fmt.Sprintf("answered after %d ms", ms))
}

func visits(w http.ResponseWriter, r *http.Request) {
	text(w, http.StatusOK, fmt.Sprintf("visit %d", countVisit(w, r)))
}

func crash(w http.ResponseWriter, r *http.Request) {
	text(w, http.StatusAccepted, "this dyno exits with status 1 now")
}

func text(w http.ResponseWriter, status int, body string) {
	send(w, status, "text/plain", body)
}

func send(w http.ResponseWriter, status int, kind, body string) {
	w.Header().Set("Content-Type", kind+"; charset=utf-8")
	w.Header().Set("Content-Length", strconv.Itoa(len(body)))
	w.WriteHeader(status)
	fmt.Fprint(w, body)
}
