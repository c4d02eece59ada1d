import json

from shop import pricing
from shop.errors import OrderFailed


class Item:
    price = None
    quantity = 3


def check_out(order):
    password = "hunter2-local"
    return pricing.total([Item()])


def open_order(order):
    return pricing.load_order(order)


def open_invoice(order):
    return pricing.find_invoice(order)


def pay(order):
    try:
        return json.loads("{no json")
    except ValueError as problem:
        raise OrderFailed("the payment failed") from problem


def several(order):
    problems = []
    for call in (check_out, open_order):
        try:
            call(order)
        except Exception as problem:
            problems.append(problem)
    raise ExceptionGroup("two of them failed", problems)
