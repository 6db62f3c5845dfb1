"""The migrated database, kept between runs: migrating takes a minute, copying it a moment."""

import fcntl
import hashlib
import shutil
from pathlib import Path

from django.conf import settings
from django.db import connection

# What decides how the database looks: the packages, our migrations, and what they call.
MAKERS = ("requirements.txt", "*/migrations/*.py", "*/guarding.py")


class MigratedCopy:
    """A copy of the SQLite database as migrations leave it; other engines migrate each time.

    The first process that asks finds none and makes one; the others wait for it.
    """

    def __init__(self, folder: Path) -> None:
        self.path = folder / f"{_digest()}.sqlite3"
        self.is_possible = connection.vendor == "sqlite"
        self._turn = (folder / "turn").open("w")

    def bring(self) -> bool:
        """Lay the copy where the test database shall be; say whether there was one.

        It is this process's turn from here until ``done``.
        """
        fcntl.flock(self._turn, fcntl.LOCK_EX)
        if not self.is_possible or not self.path.exists():
            return False
        shutil.copyfile(self.path, connection.creation._get_test_db_name())
        return True

    def done(self) -> None:
        """Keep what was migrated, if it is not kept yet, and let the next process have its turn."""
        if self.is_possible and not self.path.exists():
            for older in self.path.parent.glob("*.sqlite3"):
                older.unlink()
            part = self.path.with_suffix(".part")
            part.unlink(missing_ok=True)
            with connection.cursor() as cursor:
                cursor.execute("VACUUM INTO %s", [str(part)])
            part.rename(self.path)
        self._turn.close()


def _digest() -> str:
    made_of = hashlib.sha256()
    for pattern in MAKERS:
        for path in sorted(settings.BASE_DIR.glob(pattern)):
            made_of.update(path.read_bytes())
    return made_of.hexdigest()[:32]
