package com.shop;

import java.util.ArrayList;
import java.util.List;

public class Checkout {
  static void checkOut() {
    Pricing.total(new ArrayList<>(List.of(new Pricing.Item(null), new Pricing.Item(3))));
  }

  static void openOrder() {
    Pricing.loadOrder(4711);
  }

  static void openInvoice() {
    Pricing.findInvoice(4711);
  }

  static void pay() {
    try {
      Pricing.read("no number");
    } catch (NumberFormatException problem) {
      throw new OrderFailed("the payment failed", problem);
    }
  }

  static void close() {
    var problem = new IllegalArgumentException("the till is open");
    problem.addSuppressed(new IllegalStateException("closing failed, too"));
    throw problem;
  }

  /** The failures one after another. */
  static final List<Runnable> FAILURES =
      List.of(Checkout::checkOut, Checkout::openOrder, Checkout::openInvoice, Checkout::pay, Checkout::close);
}
