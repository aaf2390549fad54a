"""The one error of this package."""


class GagalMulai(Exception):
    """The stack cannot start. The message is a whole Indonesian sentence that says what to do."""
