"""What the API answers to parameters that nothing can be made of."""

from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from rest_framework.response import Response
from wagtail.api.v2.utils import BadRequestError

# SQLite calls a number beyond its range a datatype mismatch, PostgreSQL calls it out of range.
REFUSED = (
    ValueError,
    OverflowError,
    ValidationError,
    ObjectDoesNotExist,
    DataError,
    IntegrityError,
)


class RefusesBadInput:
    """Mixed into an endpoint of Wagtail's API, which lets some bad values become errors (5xx).

    Its requests only read, so a value that Django or the database cannot convert came with the
    address.
    """

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 400 where Wagtail would answer 500: a date, a number or a word out of range."""
        if isinstance(exc, REFUSED):
            exc = BadRequestError("参数的值无法识别。")
        return super().handle_exception(exc)  # type: ignore[misc, no-any-return]
