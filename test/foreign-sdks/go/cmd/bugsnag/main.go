package main

import (
	"os"

	"example.com/shop/shop"
	bugsnag "github.com/bugsnag/bugsnag-go/v2"
)

func capture(err error) { _ = bugsnag.Notify(err) }

func guard(f func()) {
	defer func() { _ = recover() }()
	defer bugsnag.AutoNotify()
	f()
}

func main() {
	url := os.Getenv("FL_URL")
	bugsnag.Configure(bugsnag.Configuration{
		APIKey:          os.Getenv("FL_KEY"),
		Endpoints:       bugsnag.Endpoints{Notify: url + "/notify", Sessions: url + "/sessions"},
		ReleaseStage:    "staging",
		AppVersion:      "shop@1.4.0",
		ProjectPackages: []string{"main", "example.com/shop/**"},
		Synchronous:     true,
		PanicHandler:    func() {},
	})
	shop.Report = capture
	shop.Run(guard)
}
