"""Two books that teachers of the demo missed: what an editor finds waiting. Both are invented."""

from people.models import User
from reading.catalogue.actions import propose_work

MISSED = (
    ("teacher1", "虚构镇小学校史（演示用书）", "虚构镇小学编写组", "虚构出版社"),
    ("teacher2", "给教师的建议（演示重复条目）", "苏霍姆林斯卡娅", "虚构出版社"),
)


def propose_books(accounts: dict[str, User]) -> None:
    """Let two teachers add a book each."""
    for number, title, authors, publisher in MISSED:
        propose_work(by=accounts[number], title=title, authors=authors, publisher=publisher)
