// The lightest real web dyno: answers every request with "ok", and prints LINES log lines a second until PRINT_UNTIL (Unix seconds).
package main

import (
	"bufio"
	"fmt"
	"net"
	"os"
	"strconv"
	"strings"
	"time"
)

const answer = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nok\n"
const printsPerSecond = 5

func main() {
	listener, err := net.Listen("tcp", ":"+os.Getenv("PORT"))
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	go printLines(number("LINES"), time.Unix(int64(number("PRINT_UNTIL")), 0))
	for {
		connection, err := listener.Accept()
		if err == nil {
			go serve(connection)
		}
	}
}

// One request after the other: the head ends with an empty line, and no body follows.
func serve(connection net.Conn) {
	defer connection.Close()
	reader := bufio.NewReader(connection)
	for {
		for {
			line, err := reader.ReadString('\n')
			if err != nil {
				return
			}
			if line == "\r\n" {
				break
			}
		}
		if _, err := connection.Write([]byte(answer)); err != nil {
			return
		}
	}
}

func printLines(perSecond int, until time.Time) {
	said := 0
	for turn := 1; time.Now().Before(until); turn++ {
		time.Sleep(time.Second / printsPerSecond)
		var lines strings.Builder
		for ; said < turn*perSecond/printsPerSecond; said++ {
			fmt.Fprintf(&lines, "bench line %d: nothing happened, and it was written down\n", said+1)
		}
		os.Stdout.WriteString(lines.String())
	}
}

func number(name string) int {
	value, _ := strconv.Atoi(os.Getenv(name))
	return value
}
