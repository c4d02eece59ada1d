package main

import (
	"os"

	"example.com/shop/shop"
	"github.com/honeybadger-io/honeybadger-go"
)

func capture(err error) { _, _ = honeybadger.Notify(err) }

func guard(f func()) {
	defer func() { _ = recover() }()
	defer honeybadger.Monitor()
	f()
}

func main() {
	root, _ := os.Getwd()
	honeybadger.Configure(honeybadger.Configuration{APIKey: os.Getenv("FL_KEY"), Endpoint: os.Getenv("FL_URL"), Env: "staging", Root: root, Sync: true})
	shop.Report = capture
	shop.Run(guard)
	honeybadger.Flush()
}
