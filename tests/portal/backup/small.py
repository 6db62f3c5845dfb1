"""Small databases beside the one of the suite, of the same kind."""

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from portal.backup.places import Place


class Small:
    """A place with notes, each of which adds one to a tally in the same transaction."""

    def __init__(self, name: str, folder: Path) -> None:
        database = connection.copy()
        self.media = folder / name
        self.file = folder / f"{name}.sqlite3"
        database.settings_dict["NAME"] = (
            str(self.file) if connection.vendor == "sqlite" else f"backup_{name}_of_{folder.name}"
        )
        self.place = Place(database, self.media)

    def fill(self) -> "Small":
        """What every place has: migrations, some rows, some files."""
        with self.place.database.cursor() as cursor:
            cursor.execute("CREATE TABLE note (id integer PRIMARY KEY, words varchar(40))")
            cursor.execute("CREATE TABLE tally (id integer PRIMARY KEY, notes integer)")
            cursor.execute("INSERT INTO tally VALUES (1, 0)")
            columns = "id integer PRIMARY KEY, app varchar(40), name varchar(80)"
            cursor.execute(f"CREATE TABLE django_migrations ({columns})")
            cursor.execute("INSERT INTO django_migrations VALUES (1, 'portal', '0001_initial')")
        for number in range(1, 6):
            self.add(number)
        for name in ("a.txt", "deep/er/b.txt"):
            (self.media / name).parent.mkdir(parents=True, exist_ok=True)
            (self.media / name).write_text(f"内容 {name}", encoding="utf-8")
        self.place.database.close()
        return self

    def add(self, number: int, database: object = None) -> None:
        """One note more, and the tally with it."""
        own = database or self.place.database
        own.set_autocommit(False)
        with own.cursor() as cursor:
            cursor.execute("UPDATE tally SET notes = notes + 1")
            cursor.execute("INSERT INTO note VALUES (%s, %s)", [number, f"第 {number} 条，'引号'"])
        own.commit()
        own.set_autocommit(True)

    @property
    def url(self) -> str:
        """As in ``DATABASE_URL``."""
        own = self.place.database.settings_dict
        if connection.vendor == "sqlite":
            return f"sqlite:///{self.file}"
        where = f"{own['USER']}:{own['PASSWORD']}@{own['HOST']}:{own['PORT'] or 5432}"
        return f"postgres://{where}/{own['NAME']}"

    def rows(self, table: str) -> list[tuple[object, ...]]:
        """All rows of a table."""
        with closing(self.place.database.copy()) as own, own.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {table} ORDER BY id")
            return list(cursor.fetchall())


@pytest.fixture
def place(db, tmp_path: Path) -> Iterator[Callable[[str], Small]]:
    """Make empty places by name; their databases go with the test."""
    admin = connection.copy()
    admin.settings_dict["NAME"] = (
        str(tmp_path / "admin") if connection.vendor == "sqlite" else "postgres"
    )
    made: list[Small] = []

    def make(name: str) -> Small:
        small = Small(name, tmp_path)
        if connection.vendor == "postgresql":
            with admin.cursor() as cursor:
                cursor.execute(f'CREATE DATABASE "{small.place.database.settings_dict["NAME"]}"')
        made.append(small)
        return small

    yield make
    for small in made:
        small.place.database.close()
        if connection.vendor == "postgresql":
            with admin.cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{small.place.database.settings_dict["NAME"]}"')
    admin.close()


@pytest.fixture
def full(place: Callable[[str], Small]) -> Small:
    """A place with content."""
    return place("one").fill()


@pytest.fixture
def empty(place: Callable[[str], Small]) -> Small:
    """Another one, without."""
    return place("two")
