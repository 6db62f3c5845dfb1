"""What is installed is what is locked, and everything locked has hashes."""

import re
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pytest
from django.conf import settings

LINE = re.compile(r"^([A-Za-z0-9._-]+)==(\S+)")
# Belong to the environment itself.
NOT_COMPARED = {"pip", "setuptools", "wheel"}


def locked(name: str) -> dict[str, tuple[str, int]]:
    """Return version and number of hashes of each package of a requirements file."""
    found: dict[str, tuple[str, int]] = {}
    package = ""
    for line in Path(settings.BASE_DIR, name).read_text().splitlines():
        if match := LINE.match(line):
            package = match[1].lower()
            found[package] = (match[2], 0)
        elif "--hash=sha256:" in line:
            number, hashes = found[package]
            found[package] = (number, hashes + 1)
        else:
            assert not line or line.lstrip().startswith("#"), f"not locked: {line}"
    return found


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_has_a_version_and_hashes(name):
    packages = locked(name)
    assert len(packages) > 30
    assert [package for package, (_, hashes) in packages.items() if not hashes] == []


def test_what_is_installed_is_what_is_locked():
    packages = locked("requirements.txt")
    if version("wagtail") != packages["wagtail"][0]:
        packages = locked("requirements-next.txt")  # make test-next
    differing = {}
    for package, (number, _) in packages.items():
        try:
            present = version(package)
        except PackageNotFoundError:
            present = "missing"
        if present != number and package not in NOT_COMPARED:
            differing[package] = (number, present)
    assert differing == {}
