"""What Wagtail's workflow does when its last step is approved.

Named by ``WAGTAIL_FINISH_WORKFLOW_ACTION``; Wagtail loads it with its models, so none are imported
here.
"""

from typing import Any


def publish_approved(workflow_state: Any, user: Any = None) -> None:
    """Publish the version that the last reviewer approved.

    Wagtail's own action publishes the *latest* version, which nobody may have read. No permission
    to publish is asked for: ``Submission.publish`` asks for the release instead.

    Raises:
        NotReleased: the version has not passed three reviews.
    """
    workflow_state.current_task_state.revision.publish(user=user, skip_permission_checks=True)
