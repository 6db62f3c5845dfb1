"""What somebody had typed into a form that could not be saved."""

from django.http import HttpRequest

# Shorter entries are quickly typed again.
WORTH_KEEPING = 40
SECRET_NAMES = ("csrf", "password", "token")


def typed_texts(request: HttpRequest) -> list[str]:
    """Return the longer texts of a form; none where the form itself cannot be read any more."""
    try:
        form = request.POST
    except Exception:
        # A full disk refuses an upload in the middle of reading it, and refuses it again here.
        return []
    return [
        value
        for key in form
        if not any(secret in key.lower() for secret in SECRET_NAMES)
        for value in form.getlist(key)
        if len(value) > WORTH_KEEPING
    ]
