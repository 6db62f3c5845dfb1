"""What the API answers to parameters that nothing can be made of: 400, and why in Chinese."""

import re

from django.conf import settings
from django.core.exceptions import ObjectDoesNotExist, ValidationError
from django.db import DataError, IntegrityError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest
from rest_framework.response import Response
from wagtail.api.v2.pagination import WagtailPagination
from wagtail.api.v2.utils import BadRequestError

from portal.listing import ListPaginator

# SQLite calls a number beyond its range a datatype mismatch, PostgreSQL calls it out of range.
REFUSED = (
    ValueError,
    OverflowError,
    ValidationError,
    ObjectDoesNotExist,
    DataError,
    IntegrityError,
)
# Whoever wants more asks for one type, or by date: a row costs as much as all rows before it.
MOST_OFFSET = 10_000
USUAL_LIMIT = 20

# What Wagtail says, and what we say.
_SAID = [
    (r"query parameter is not an operation or a recognised field: (.+)", "不认识的参数：{}。"),
    (r"unknown fields: (.+)", "没有这些字段：{}。"),
    (r"fields error: .+", "fields 的写法不对。"),
    (r"'(.+)' does not support nested fields", "{} 下面没有字段。"),
    (r"cannot order by '(.+)' .+", "不能按 {} 排序。"),
    (r"cannot filter by '(.+)' .+", "搜索时不能按 {} 筛选。"),
    (r"random ordering .+", "随机排序不能和别的条件一起用。"),
    (r"type doesn't exist", "没有这种页面类型。"),
    (r"(?:parent|ancestor|descendant) .+", "没有这个页面，或者它不公开。"),
    (r"filtering by .+", "不能这样组合条件。"),
    (r"search is disabled", "这里不能搜索。"),
]
_UNREADABLE = "参数的值无法识别。"


def in_chinese(said: str) -> str:
    """Return for a message of Wagtail's API the sentence that ours gives; pure."""
    for pattern, sentence in _SAID:
        if found := re.fullmatch(pattern, said, re.DOTALL):
            return sentence.format(*found.groups())
    return said if re.search(r"[\u4e00-\u9fff]", said) else _UNREADABLE


class RefusesBadInput:
    """Mixed into an endpoint of Wagtail's API, which lets some bad values become errors (5xx).

    Its requests only read, so a value that Django or the database cannot convert came with the
    address.
    """

    def handle_exception(self, exc: Exception) -> Response:
        """Answer 400 where Wagtail would answer 500: a date, a number or a word out of range."""
        if isinstance(exc, Http404):
            exc = Http404("没有这项内容，或者它不公开。")
        elif isinstance(exc, BadRequestError):
            exc = BadRequestError(in_chinese(str(exc)))
        elif isinstance(exc, REFUSED):
            exc = BadRequestError(_UNREADABLE)
        return super().handle_exception(exc)  # type: ignore[misc]


class BoundedPagination(WagtailPagination):
    """Wagtail's ``limit`` and ``offset``, neither without end, and without counting all anew."""

    def paginate_queryset(self, queryset: QuerySet, request: HttpRequest, view: object = None):
        """Return the slice asked for.

        Raises:
            BadRequestError: one of the two is no number, or too large.
        """
        offset = _number(request, "offset", 0, MOST_OFFSET)
        limit = _number(request, "limit", USUAL_LIMIT, settings.WAGTAILAPI_LIMIT_MAX)
        self.view = view
        # What a row is annotated with need not be found out to count it.
        rows = queryset.values("pk") if isinstance(queryset, QuerySet) else queryset
        self.total_count = ListPaginator(rows, 1).count
        return queryset[offset : offset + limit]


def _number(request: HttpRequest, name: str, usual: int, most: int) -> int:
    asked = request.GET.get(name, str(usual))
    if not (asked.isascii() and asked.isdigit()):
        raise BadRequestError(f"{name} 应是不小于 0 的整数。")
    if len(asked) > 9 or int(asked) > most:
        raise BadRequestError(f"{name} 最大是 {most}。")
    return int(asked)
