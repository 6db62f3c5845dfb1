"""Columns of the list of books read, in the words of its readers; in and out alike."""

from reading.models import ReadingState

TITLE, AUTHORS, ISBN, PUBLISHER, YEAR = "书名", "作者", "ISBN", "出版社", "出版年"
STATE, WANTED, STARTED = "状态", "想读日期", "开始日期"
FINISHED, STOPPED, PAGE, PAGES = "读完日期", "放下日期", "读到第几页", "共几页"
IMPORTED = (TITLE, AUTHORS, PUBLISHER, YEAR, ISBN, STATE, STARTED, FINISHED, PAGES)

# What other lists call the same: those that people keep, and exports of other sites.
ALSO_CALLED = {
    "标题": TITLE,
    "图书": TITLE,
    "书籍": TITLE,
    "title": TITLE,
    "著者": AUTHORS,
    "作者/译者": AUTHORS,
    "author": AUTHORS,
    "authors": AUTHORS,
    "isbn": ISBN,
    "isbn13": ISBN,
    "出版年份": YEAR,
    "出版日期": YEAR,
    "阅读状态": STATE,
    "开始阅读": STARTED,
    "开始时间": STARTED,
    "读完时间": FINISHED,
    "完成日期": FINISHED,
    "页数": PAGES,
}
STATES = {
    "想读": ReadingState.WANT,
    "在读": ReadingState.READING,
    "正在读": ReadingState.READING,
    "读完": ReadingState.FINISHED,
    "已读": ReadingState.FINISHED,
    "读过": ReadingState.FINISHED,
    "放下了": ReadingState.STOPPED,
    "放下": ReadingState.STOPPED,
    "搁置": ReadingState.STOPPED,
    "弃读": ReadingState.STOPPED,
}


def standard(heading: str) -> str:
    """Return our name of a column, or the heading as it is."""
    return ALSO_CALLED.get(heading.strip().lower(), heading.strip())
