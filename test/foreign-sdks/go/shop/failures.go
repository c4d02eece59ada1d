// Package shop fails in five ways.
package shop

import (
	"fmt"
	"sort"
)

// Report is what the program's SDK does with an error.
var Report func(error)

type OrderNotFound struct{ ID int }

func (e *OrderNotFound) Error() string { return fmt.Sprintf("order %d not found", e.ID) }

type OrderFailed struct{ Cause error }

func (e *OrderFailed) Error() string { return "the payment failed" }
func (e *OrderFailed) Unwrap() error { return e.Cause }

type item struct{ price *int }

func less(a, b item) bool { return *a.price < *b.price }

// CheckOut is called back by a library between two of its own calls.
func CheckOut() {
	one := 1
	items := []item{{nil}, {&one}, {nil}}
	sort.Slice(items, func(i, j int) bool { return less(items[i], items[j]) })
}

func PriceAt(place int) int {
	prices := []int{1, 2, 3}
	return prices[place]
}

func loadOrder(id int) error { return &OrderNotFound{id} }

func OpenOrder(id int) { Report(loadOrder(id)) }

func OpenInvoice(id int) { Report(loadOrder(id)) }

func Pay() { Report(&OrderFailed{loadOrder(4711)}) }

// Run makes the failures one after another; `guard` is how the SDK sees a panic.
func Run(guard func(f func())) {
	guard(CheckOut)
	guard(func() { PriceAt(7) })
	OpenOrder(4711)
	OpenInvoice(4711)
	Pay()
}
