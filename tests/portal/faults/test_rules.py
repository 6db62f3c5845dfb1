"""What an exception tells of the machine."""

import errno
import sqlite3

import pytest
from django.db.utils import (
    DatabaseError,
    DataError,
    InterfaceError,
    InternalError,
    OperationalError,
    ProgrammingError,
)
from psycopg import DataError as PsycopgDataError
from psycopg import InterfaceError as PsycopgInterfaceError
from psycopg import OperationalError as PsycopgOperationalError
from psycopg import errors as postgres

from portal.faults.rules import BUSY, DATABASE_AWAY, STORAGE_AWAY, STORAGE_FULL, diagnose


def caused(error: Exception, cause: Exception) -> Exception:
    error.__cause__ = cause
    return error


def of_sqlite(code: int, kind: type[sqlite3.Error] = sqlite3.OperationalError) -> Exception:
    cause = kind("words of SQLite")
    cause.sqlite_errorcode = code
    return caused(OperationalError("words of SQLite"), cause)


@pytest.mark.parametrize(
    ("error", "fault"),
    [
        (of_sqlite(sqlite3.SQLITE_BUSY), BUSY),
        (of_sqlite(sqlite3.SQLITE_BUSY_SNAPSHOT), BUSY),
        (of_sqlite(sqlite3.SQLITE_FULL), STORAGE_FULL),
        (of_sqlite(sqlite3.SQLITE_IOERR_WRITE), STORAGE_AWAY),
        (of_sqlite(sqlite3.SQLITE_READONLY), STORAGE_AWAY),
        (of_sqlite(sqlite3.SQLITE_CANTOPEN), DATABASE_AWAY),
        (of_sqlite(sqlite3.SQLITE_ERROR), None),  # no such table: ours to mend
        (caused(OperationalError(), postgres.DiskFull()), STORAGE_FULL),
        (caused(OperationalError(), postgres.AdminShutdown()), DATABASE_AWAY),
        (caused(OperationalError(), postgres.CannotConnectNow()), DATABASE_AWAY),
        (caused(OperationalError(), postgres.TooManyConnections()), BUSY),
        (caused(OperationalError(), postgres.LockNotAvailable()), BUSY),
        (caused(OperationalError(), postgres.DeadlockDetected()), BUSY),
        (caused(OperationalError(), PsycopgOperationalError("refused")), DATABASE_AWAY),
        (caused(InterfaceError(), PsycopgInterfaceError("closed")), DATABASE_AWAY),
        (caused(InternalError(), postgres.ReadOnlySqlTransaction()), STORAGE_AWAY),
        (caused(ProgrammingError(), postgres.UndefinedTable()), None),
        (caused(DataError(), PsycopgDataError("cannot contain NUL")), None),
        (OSError(errno.ENOSPC, "full"), STORAGE_FULL),
        (OSError(errno.EDQUOT, "quota"), STORAGE_FULL),
        (OSError(errno.EROFS, "read-only"), STORAGE_AWAY),
        (FileNotFoundError(errno.ENOENT, "gone"), None),
        (caused(ValueError("a wrapper"), OSError(errno.ENOSPC, "full")), STORAGE_FULL),
        (DatabaseError("no cause"), None),
        (KeyError("a defect"), None),
        (None, None),
    ],
    ids=repr,
)
def test_the_fault_behind_an_exception(error, fault):
    assert diagnose(error) is fault


def test_an_exception_that_causes_itself_ends():
    error = ValueError("round")
    other = caused(KeyError("and round"), error)
    error.__context__ = other
    assert diagnose(error) is None


@pytest.mark.parametrize("fault", [BUSY, DATABASE_AWAY, STORAGE_FULL, STORAGE_AWAY])
def test_what_may_pass_says_when_to_come_back(fault):
    assert (fault.status == 503) is (fault.retry_after > 0)
