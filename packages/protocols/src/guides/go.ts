import { dsnOf, quoted, type SetupPlace } from "../setup.js";
import { configure, type Guide, install, tryOut } from "./guide.js";

export const goGuide = (place: SetupPlace): Guide => ({
  id: "go",
  title: "Go",
  group: "server",
  steps: [
    install("go get github.com/getsentry/sentry-go"),
    configure(
      "main.go",
      `
package main

import (
	"errors"
	"time"

	"github.com/getsentry/sentry-go"
)

func main() {
	if err := sentry.Init(sentry.ClientOptions{Dsn: ${quoted(dsnOf(place))}}); err != nil {
		panic(err)
	}
	defer sentry.Flush(2 * time.Second)
	defer sentry.Recover()

	sentry.CaptureException(errors.New("Test error from Go"))
}`,
    ),
    tryOut(undefined, "go run ."),
  ],
});
