//! Fails in five ways.

use anyhow::Context;
use std::fmt;
use std::hint::black_box;

#[derive(Debug)]
pub struct OrderNotFound(u32);

impl fmt::Display for OrderNotFound {
    fn fmt(&self, f: &mut fmt::Formatter) -> fmt::Result {
        write!(f, "order {} not found", self.0)
    }
}

impl std::error::Error for OrderNotFound {}

#[inline(never)]
fn price_of(price: &Option<u32>) -> u32 {
    price.unwrap()
}

/// Called back by a library between two of its own calls.
#[inline(never)]
pub fn check_out() {
    black_box(vec![None, Some(1), None]).sort_by_key(price_of);
}

#[inline(never)]
pub fn price_at(place: usize) -> u32 {
    let prices = black_box(vec![1, 2, 3]);
    prices[place]
}

#[inline(never)]
pub fn open_order(id: u32) -> anyhow::Result<()> {
    Err(anyhow::Error::new(OrderNotFound(id)))
}

#[inline(never)]
pub fn open_invoice(id: u32) -> anyhow::Result<()> {
    Err(anyhow::Error::new(OrderNotFound(id)))
}

#[inline(never)]
pub fn pay() -> anyhow::Result<()> {
    open_order(4711).context("the payment failed")
}

/// Makes the failures one after another; `report` is what the SDK does with an error.
pub fn run(report: impl Fn(&anyhow::Error)) {
    let _ = std::panic::catch_unwind(check_out);
    let _ = std::panic::catch_unwind(|| price_at(black_box(7)));
    for failed in [open_order(4711), open_invoice(4711), pay()] {
        if let Err(error) = failed {
            report(&error);
        }
    }
}
