"""Write down to which migrations a release belongs.

    python -m tests.portal.migrations.recording 0.2.0     with the release that is being made

From then on ``test_upgrades`` takes every database of that release to the present.
"""

import json
import sys
from pathlib import Path

from django.conf import settings
from django.db.migrations.loader import MigrationLoader

RELEASES = Path(__file__).with_name("releases")
State = dict[str, str]


def own_apps() -> list[str]:
    """The apps of this repository that have tables."""
    return sorted(path.parent.name for path in settings.BASE_DIR.glob("*/migrations"))


def present() -> State:
    """The last migration of each own app."""
    leaves = dict(MigrationLoader(None).graph.leaf_nodes())
    return {app: leaves[app] for app in own_apps()}


def released() -> dict[str, State]:
    """All that were written down, by release."""
    return {path.stem: json.loads(path.read_text()) for path in sorted(RELEASES.glob("*.json"))}


if __name__ == "__main__":
    import django

    django.setup()
    text = json.dumps(present(), indent=1, sort_keys=True)
    (RELEASES / f"{sys.argv[1]}.json").write_text(f"{text}\n")
