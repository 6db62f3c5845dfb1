"""From an exception to what a visitor is told: pure, no settings, no queries."""

import errno
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.utils import Error, InterfaceError, OperationalError


@dataclass(frozen=True)
class Fault:
    """Trouble of the machine, not of the program.

    Attributes:
        name: for logs and ``/readyz``.
        status: of the answer. 507 is "Insufficient Storage" (RFC 4918, 11.5).
        retry_after: seconds after which to ask again; 0 where time alone mends nothing.
        title, lede: said to the visitor.
    """

    name: str
    status: int
    retry_after: int
    title: str
    lede: str


BUSY = Fault(
    "database busy",
    503,
    5,
    "现在太忙，这一步没有完成",
    "正在保存的人太多，系统没能排上队。什么都没有改动，请稍等几秒再提交一次。",
)
DATABASE_AWAY = Fault(
    "database away",
    503,
    15,
    "数据库暂时连不上",
    "可能正在维护或重启，恢复后会自动连上。这一步没有保存，请过一会儿再试。",
)
STORAGE_FULL = Fault(
    "storage full",
    507,
    0,
    "服务器的存储空间满了",
    "这一步没有保存，已有的内容不受影响。请告诉网站管理员清理磁盘空间，之后再提交一次。",
)
STORAGE_AWAY = Fault(
    "storage away",
    503,
    60,
    "服务器暂时无法保存",
    "存储设备只能读或出了错，这一步没有保存。请告诉网站管理员，之后再提交一次。",
)

# How far to follow "caused by": Wagtail, Django and the driver each wrap once.
_DEPTH = 8
# The lower byte of SQLite's extended result codes (sqlite.org/rescode.html).
_SQLITE = {
    sqlite3.SQLITE_BUSY: BUSY,
    sqlite3.SQLITE_LOCKED: BUSY,
    sqlite3.SQLITE_FULL: STORAGE_FULL,
    sqlite3.SQLITE_IOERR: STORAGE_AWAY,
    sqlite3.SQLITE_READONLY: STORAGE_AWAY,
    sqlite3.SQLITE_CANTOPEN: DATABASE_AWAY,
}
# PostgreSQL's SQLSTATE, whole or its class (Appendix A of its manual).
_POSTGRES = {
    "53100": STORAGE_FULL,
    "53": BUSY,  # out of memory, too many connections
    "55P03": BUSY,  # lock not available
    "40": BUSY,  # deadlock, serialisation
    "57014": BUSY,  # statement timeout
    "57": DATABASE_AWAY,  # shut down, starting up
    "08": DATABASE_AWAY,
    "25006": STORAGE_AWAY,  # read-only, for instance a replica
    "58": STORAGE_AWAY,
}
_SYSTEM = {
    errno.ENOSPC: STORAGE_FULL,
    errno.EDQUOT: STORAGE_FULL,
    errno.EROFS: STORAGE_AWAY,
    errno.EIO: STORAGE_AWAY,
}


def diagnose(error: BaseException | None) -> Fault | None:
    """Return the fault behind an exception; ``None`` where the program itself is wrong."""
    for each in _chain(error):
        fault = _of(each)
        if fault:
            return fault
    return None


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    for _ in range(_DEPTH):
        if error is None:
            return
        yield error
        error = error.__cause__ or error.__context__


def _of(error: BaseException) -> Fault | None:
    if isinstance(error, sqlite3.Error):
        return _SQLITE.get(getattr(error, "sqlite_errorcode", 0) & 0xFF)
    if isinstance(error, Error):
        return _of_database(error)
    if isinstance(error, OSError):
        return _SYSTEM.get(error.errno or 0)
    return None


def _of_database(error: Exception) -> Fault | None:
    cause = error.__cause__
    if isinstance(cause, sqlite3.Error):
        return _of(cause)
    state = getattr(cause, "sqlstate", None)
    if state:
        return _POSTGRES.get(state) or _POSTGRES.get(state[:2])
    # Without a state the server did not answer at all: refused, or gone in mid-sentence. What the
    # driver itself finds wrong with a value has none either, and is another kind of error.
    is_away = isinstance(error, OperationalError | InterfaceError) and cause is not None
    return DATABASE_AWAY if is_away else None
