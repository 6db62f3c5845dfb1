"""What a backup says of itself: each file with its digest, rows per table, versions."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FORMAT = 1
NAME, SEAL = "manifest.json", "manifest.json.sha256"
_BLOCK = 1024 * 1024


class BackupError(Exception):
    """Why a backup or a restore cannot be; the text is for the operator."""


@dataclass(frozen=True)
class Entry:
    """A file of the backup: bytes and SHA-256 in hexadecimal digits."""

    size: int
    sha256: str


@dataclass(frozen=True)
class Manifest:
    """See the module.

    Attributes:
        made_at: ISO 8601, UTC.
        vendor: ``sqlite`` or ``postgresql``.
        database: path of the copy of the database inside the backup.
        media: whether pictures and attachments are in it; not where they lie in an object store.
        tables: rows of each table at the moment of the copy.
        migrations: names of the applied migrations of each app.
        versions: of the portal and what it runs on.
        environment: names of the variables that were set, never their values.
        files: everything but the manifest, by path inside the backup.
    """

    made_at: str
    vendor: str
    database: str
    media: bool
    tables: Mapping[str, int]
    migrations: Mapping[str, list[str]]
    versions: Mapping[str, str]
    environment: list[str]
    files: Mapping[str, Entry] = field(default_factory=dict)
    format: int = FORMAT

    def write(self, folder: Path) -> None:
        """Write it and its seal, a line that ``sha256sum -c`` understands."""
        text = json.dumps(asdict(self), ensure_ascii=False, indent=1, sort_keys=True)
        (folder / NAME).write_text(text, encoding="utf-8")
        (folder / SEAL).write_text(f"{digest(folder / NAME)}  {NAME}\n", encoding="ascii")

    @classmethod
    def read(cls, folder: Path) -> "Manifest":
        """Read the manifest of a backup.

        Raises:
            BackupError: there is none, it was changed, or a newer portal wrote it.
        """
        try:
            seal = (folder / SEAL).read_text(encoding="ascii", errors="replace").split()
            is_whole = seal[:1] == [digest(folder / NAME)]
            found: dict[str, Any] = json.loads((folder / NAME).read_bytes()) if is_whole else {}
        except (OSError, ValueError) as error:
            raise BackupError(f"{folder} 不是完整的备份：清单读不出来。") from error
        if not is_whole:
            raise BackupError(f"{folder} 的清单被改动或损坏，与校验值不符。")
        if found["format"] != FORMAT:
            raise BackupError(
                f"备份的格式是第 {found['format']} 版，本程序只认第 {FORMAT} 版；"
                "请用相应版本的门户恢复。"
            )
        files = {path: Entry(**entry) for path, entry in found.pop("files").items()}
        return cls(**found, files=files)


def digest(path: Path) -> str:
    """Return the SHA-256 of a file, in hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def copy(source: Path, target: Path) -> Entry:
    """Copy a file with its time of change, and tell what was copied.

    The digest is of the bytes written, so that a file that changes meanwhile is still described
    as it lies in the backup.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    seen, size = hashlib.sha256(), 0
    with source.open("rb") as reader, target.open("xb") as writer:
        while block := reader.read(_BLOCK):
            seen.update(block)
            size += writer.write(block)
    return Entry(size, seen.hexdigest())


def faults(folder: Path, manifest: Manifest) -> list[str]:
    """Compare each file with the manifest; a line for each that is missing, changed or unknown."""
    found = []
    for path, entry in manifest.files.items():
        file = folder / path
        if not file.is_file():
            found.append(f"缺少文件 {path}")
        elif file.stat().st_size != entry.size:
            found.append(f"{path} 的大小不对：应为 {entry.size}，实为 {file.stat().st_size}")
        elif digest(file) != entry.sha256:
            found.append(f"{path} 的内容与校验值不符")
    known = {NAME, SEAL, *manifest.files}
    present = (file for file in folder.rglob("*") if file.is_file())
    names = sorted(file.relative_to(folder).as_posix() for file in present)
    found += [f"多出文件 {name}" for name in names if name not in known]
    return found
