// The office's own pages.
package main

import (
	"fmt"
	"net/http"
	"os"
)

func main() {
	http.HandleFunc("/", func(w http.ResponseWriter, r *http.Request) { fmt.Fprintln(w, "nothing to do") })
	fmt.Println(http.ListenAndServe(":"+os.Getenv("PORT"), nil))
}
