"""Background work of letters; safe to run twice."""

from datetime import datetime

from django_tasks import task


@task()
def mail_reply(letter_id: int, attempts: int = 1) -> None:
    """Mail the reply to a visitor's letter, and come back later if it cannot be sent.

    Args:
        letter_id: of a letter that was settled.
        attempts: this one included.
    """
    from feedback.letters.actions.telling import mail_reply as send  # which schedules this task

    if retry_at := send(letter_id=letter_id, attempts=attempts):
        schedule_reply(letter_id, attempts + 1, retry_at)


def schedule_reply(letter_id: int, attempts: int = 1, moment: datetime | None = None) -> None:
    """Queue the mail, with the transaction it is called in, at once or for a moment.

    A backend that cannot wait (the immediate one of development) does not try again.
    """
    if moment is None:
        mail_reply.enqueue(letter_id, attempts)
    elif mail_reply.get_backend().supports_defer:
        mail_reply.using(run_after=moment).enqueue(letter_id, attempts)
