"""Everything that the portal holds of a person, in one archive."""

import json
import tempfile
import zipfile
from collections.abc import Iterator
from typing import IO, Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models.fields.files import FieldFile

from people.models import User
from people.personal.holdings import Holding, own_holdings

FORMAT = 1
NOTES = "me.json 是全部内容，files 文件夹里是您上传的文件。字段名后面的中文是它的含义。\n"


def person_archive(user: User) -> IO[bytes]:
    """Return a zip with ``me.json`` and the person's files, at its start; the caller closes it.

    Rows are read one by one and files copied in pieces, so that its size does not matter. Links to
    other people are left out: their data is not the person's.
    """
    file = tempfile.TemporaryFile()  # noqa: SIM115 the caller closes it
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("说明.txt", NOTES)
        packed: dict[str, Any] = {"format": FORMAT, "data": {}}
        # Of what rows point to: many point to the same, and a name may ask for others.
        named: dict[models.Model, str] = {}
        for holding in own_holdings():
            links = [field.name for field in _fields(holding) if field.is_relation]
            # None: without a name it would follow all.
            found = holding.rows(user).select_related(*links or [None])
            rows = [_row(holding, row, archive, named) for row in found.iterator(200)]
            if rows:
                part = packed["data"].setdefault(holding.model, {"label": holding.label})
                part.setdefault("rows", []).extend(rows)
        text = json.dumps(packed, ensure_ascii=False, indent=1, cls=DjangoJSONEncoder)
        archive.writestr("me.json", text)
    file.seek(0)
    return file


def summary(user: User) -> list[dict[str, Any]]:
    """Return what is held: label, number of rows, what becomes of them and why, most first."""
    found: dict[tuple[str, str, str], int] = {}
    for holding in own_holdings():
        key = (holding.label, str(holding.fate), holding.why)
        found[key] = found.get(key, 0) + holding.rows(user).count()
    lines = [
        {"label": label, "fate": fate, "why": why, "count": count}
        for (label, fate, why), count in found.items()
        if count
    ]
    return sorted(lines, key=lambda line: -int(str(line["count"])))


def _row(
    holding: Holding,
    row: models.Model,
    archive: zipfile.ZipFile,
    named: dict[models.Model, str],
) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for field in _fields(holding):
        name = f"{field.name} {field.verbose_name}"
        value = getattr(row, field.name)
        if isinstance(value, FieldFile):
            values[name] = _stored(row, value, archive)
        elif isinstance(value, models.Model):
            if value not in named:
                named[value] = str(value)
            values[name] = named[value]
        else:
            values[name] = _plain(field, row)
    return values


def _fields(holding: Holding) -> Iterator[Any]:
    for field in holding.of._meta.concrete_fields:
        if field.name in holding.secret or field.related_model is User:
            continue
        if field.remote_field is not None and field.remote_field.parent_link:
            continue
        yield field


def _plain(field: Any, row: models.Model) -> Any:
    value = field.value_from_object(row)
    try:
        json.dumps(value, cls=DjangoJSONEncoder)
    except TypeError:
        return field.value_to_string(row)
    return value


def _stored(row: models.Model, file: FieldFile, archive: zipfile.ZipFile) -> str:
    if not file.name:
        return ""
    name = f"files/{row._meta.model_name}-{row.pk}-{file.name.rpartition('/')[2]}"
    try:
        with file.storage.open(file.name, "rb") as source, archive.open(name, "w") as target:
            while piece := source.read(1 << 16):
                target.write(piece)
    except OSError:
        return "文件已丢失"
    return name
