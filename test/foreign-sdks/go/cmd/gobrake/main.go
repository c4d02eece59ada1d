package main

import (
	"os"
	"strconv"

	"example.com/shop/shop"
	"github.com/airbrake/gobrake/v5"
)

var notifier *gobrake.Notifier

func capture(err error) { _, _ = notifier.SendNotice(notifier.Notice(err, nil, 0)) }

func guard(f func()) {
	defer func() { _ = recover() }()
	defer notifier.NotifyOnPanic()
	f()
}

func main() {
	number, _ := strconv.ParseInt(os.Getenv("FL_NUMBER"), 10, 64)
	url := os.Getenv("FL_URL")
	notifier = gobrake.NewNotifierWithOptions(&gobrake.NotifierOptions{
		ProjectId: number, ProjectKey: os.Getenv("FL_KEY"), Host: url, APMHost: url, RemoteConfigHost: url, Environment: "staging", Revision: "shop@1.4.0",
	})
	shop.Report = capture
	shop.Run(guard)
	notifier.Flush()
	_ = notifier.Close()
}
