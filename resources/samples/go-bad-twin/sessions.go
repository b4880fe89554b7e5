package main

import (
	"crypto/rand"
	"encoding/hex"
	"encoding/json"
	"net/http"
	"os"
	"sync"
)

const sessionFile = "sessions.json"

var sessionLock sync.Mutex

// How often this visitor was here, by the session's cookie.
func countVisit(w http.ResponseWriter, r *http.Request) int {
	sessionLock.Lock()
	defer sessionLock.Unlock()
	sessions := map[string]int{}
	if text, err := os.ReadFile(sessionFile); err == nil {
		json.Unmarshal(text, &sessions)
	}
	id := ""
	if cookie, err := r.Cookie("session"); err == nil {
		id = cookie.Value
	}
	if _, known := sessions[id]; !known {
		bytes := make([]byte, 16)
		rand.Read(bytes)
		id = hex.EncodeToString(bytes)
	}
	sessions[id]++
	text, _ := json.Marshal(sessions)
	os.WriteFile(sessionFile, text, 0o600)
	http.SetCookie(w, &http.Cookie{Name: "session", Value: id, Path: "/", HttpOnly: true})
	return sessions[id]
}
