"""Files of entries leave: permission has been checked, names say nothing about the author."""

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from forums.models import EntryFile
from media.serving import file_response


def entry_file_response(request: HttpRequest, file: EntryFile, name: str) -> HttpResponseBase:
    """Send a file under ``name`` with its own ending, never to a shared cache."""
    download_name = f"{name}.{file.extension}"
    return file_response(request, file.stored, public=False, download_name=download_name)
