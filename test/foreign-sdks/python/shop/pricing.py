import json

from shop.errors import OrderNotFound


def price_of(item):
    return item.price * item.quantity


def total(items):
    # A library lies between this call and the one above.
    return json.dumps(items, default=price_of)


def load_order(order):
    raise OrderNotFound(f"order {order} not found")


def find_invoice(invoice):
    raise OrderNotFound(f"order {invoice} not found")
