package com.shop;

public class OrderFailed extends RuntimeException {
  public OrderFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
