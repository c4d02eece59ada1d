package main

import (
	"os"
	"strings"
	"time"

	"example.com/shop/shop"
	"github.com/getsentry/sentry-go"
)

func capture(err error) { sentry.CaptureException(err) }

func guard(f func()) {
	defer func() { sentry.CurrentHub().Recover(recover()) }()
	f()
}

func main() {
	dsn := strings.Replace(os.Getenv("FL_URL"), "://", "://"+os.Getenv("FL_KEY")+"@", 1) + "/" + os.Getenv("FL_NUMBER")
	if err := sentry.Init(sentry.ClientOptions{Dsn: dsn, Release: "shop@1.4.0", Environment: "staging", AttachStacktrace: true}); err != nil {
		panic(err)
	}
	shop.Report = capture
	shop.Run(guard)
	sentry.Flush(30 * time.Second)
}
