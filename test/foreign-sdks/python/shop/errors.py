class OrderNotFound(Exception):
    pass


class OrderFailed(Exception):
    pass
