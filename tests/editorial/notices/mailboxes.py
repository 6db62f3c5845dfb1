"""A mail server that takes its time."""

import time

from django.core.mail.backends.locmem import EmailBackend


class SlowMailbox(EmailBackend):
    """Keeps mails in memory, after a pause in which another sender could come."""

    def send_messages(self, messages: list) -> int:
        """Wait, then keep."""
        time.sleep(0.2)
        return super().send_messages(messages)
