package main

import (
	"bufio"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"time"
)

// A backing service: a Redis that counts for all dynos together. Its address is config, so another one is attached by REDIS_URL alone.
func countOne(address string) (string, error) {
	place, err := url.Parse(address)
	if err != nil {
		return "", err
	}
	port := place.Port()
	if port == "" {
		port = "6379"
	}
	connection, err := net.DialTimeout("tcp", net.JoinHostPort(place.Hostname(), port), 2*time.Second)
	if err != nil {
		return "", err
	}
	defer connection.Close()
	connection.SetDeadline(time.Now().Add(2 * time.Second))
	if password, given := place.User.Password(); given {
		fmt.Fprintf(connection, "AUTH %s\r\n", password)
	}
	fmt.Fprint(connection, "INCR visits\r\n")
	lines := bufio.NewScanner(connection)
	for lines.Scan() {
		if strings.HasPrefix(lines.Text(), ":") {
			return lines.Text()[1:], nil
		} else if strings.HasPrefix(lines.Text(), "-") {
			return "", errors.New(lines.Text()[1:])
		}
	}
	return "", errors.New("the connection was closed")
}
