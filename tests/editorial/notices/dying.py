"""A process that returns a piece and dies right after its commit; run by ``test_no_loss.py``.

Arguments: the step, the version, the reviewer.
"""

import os
import sys

import django

django.setup()

from django.db import transaction  # noqa: E402

from editorial import actions  # noqa: E402
from people.models import User  # noqa: E402

task_state_id, revision_id, reviewer_id = map(int, sys.argv[1:])
with transaction.atomic():
    # First in the row of what follows a commit: all the rest is lost with the process.
    transaction.on_commit(lambda: os._exit(9))
    actions.return_to_author(
        task_state_id=task_state_id,
        reviewer=User.objects.get(pk=reviewer_id),
        revision_id=revision_id,
        comment="改一改",
    )
