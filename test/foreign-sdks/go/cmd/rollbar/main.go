package main

import (
	"os"

	"example.com/shop/shop"
	"github.com/rollbar/rollbar-go"
)

func capture(err error) { rollbar.Error(err) }

func guard(f func()) {
	defer func() { _ = recover() }()
	rollbar.WrapAndWait(f)
}

func main() {
	rollbar.SetToken(os.Getenv("FL_KEY"))
	rollbar.SetEndpoint(os.Getenv("FL_URL") + "/api/1/item/")
	rollbar.SetEnvironment("staging")
	rollbar.SetCodeVersion("shop@1.4.0")
	rollbar.SetServerRoot("example.com/shop")
	shop.Report = capture
	shop.Run(guard)
	rollbar.Wait()
}
