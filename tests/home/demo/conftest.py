from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection, transaction

from home.demo import gallery


@pytest.fixture(scope="module", autouse=True)
def demo(django_db_setup, django_db_blocker):
    """The demo, built once for all tests of a file and taken away after them."""
    patch = pytest.MonkeyPatch()
    patch.setattr(gallery, "COVER", (320, 200))
    patch.setattr(gallery, "PORTRAIT", (320, 240))
    with django_db_blocker.unblock():
        with transaction.atomic():
            out = StringIO()
            call_command("demo", allow_demo_accounts=True, stdout=out)
            yield out.getvalue()
            transaction.set_rollback(True)
        call_command("update_index", verbosity=0)
        connection.close()
    patch.undo()
