"""A web process of its own: takes a command a line, answers with a line of JSON.

python child.py MACHINE_FOLDER      with DATABASE_URL of the test's database
"""

import json
import os
import signal
import sys


def say(what: object) -> None:
    sys.stdout.write(f"{json.dumps(what)}\n")
    sys.stdout.flush()


def main() -> None:
    import django

    django.setup()
    from django.conf import settings

    settings.VAR_DIR = sys.argv[1]
    settings.PAGE_CACHE = settings.PAGE_CACHE_RECORDS = True
    settings.BASE_URL = "http://testserver"
    from django.db import transaction

    from portal.models import SiteIdentity
    from portal.page_cache.recording import Announcement
    from tests.portal.page_cache.cached_site import CachedSite

    site = CachedSite(None)  # type: ignore[arg-type]
    say("ready")
    for line in sys.stdin:
        verb, _, value = line.strip().partition(" ")
        if verb == "get":
            _, body, headers = site.get(value)
            say([body.decode(), headers.get("Cache-Status", "")])
            continue
        if verb == "die":
            # Between the commit and the word to the others.
            Announcement.__call__ = lambda self: os.kill(os.getpid(), signal.SIGKILL)
        with transaction.atomic():
            identity = SiteIdentity.objects.get()
            identity.site_name = value
            identity.save()
        say("changed")


if __name__ == "__main__":
    main()
