package com.shop;

import java.util.Comparator;
import java.util.List;

class Pricing {
  record Item(Integer price) {}

  static int priceOf(Item item) {
    return item.price().intValue();
  }

  /** A library lies between this call and the one above. */
  static void total(List<Item> items) {
    items.sort(Comparator.comparing(item -> priceOf(item)));
  }

  static void loadOrder(int id) {
    throw new OrderNotFound("order " + id + " not found");
  }

  static void findInvoice(int id) {
    throw new OrderNotFound("order " + id + " not found");
  }

  static int read(String text) {
    return Integer.parseInt(text);
  }
}
