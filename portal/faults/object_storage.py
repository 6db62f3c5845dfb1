"""Files in an object storage (S3 and what speaks like it), as private as on the disk."""

from urllib.parse import quote

from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from storages.backends.s3 import S3Storage

from portal.faults.errors import StorageAwayError

GONE = {"404", "NoSuchKey", "NotFound"}


class PrivateS3Storage(S3Storage):
    """The bucket is the portal's own; visitors come through the portal, which knows who may.

    An address of the bucket, however short it is valid, would open to whoever it is passed on to,
    and would end up in cached pages.
    """

    def url(self, name, parameters=None, expire=None, http_method=None):
        """Return the portal's address of a file."""
        return f"{settings.MEDIA_URL}{quote(name)}"

    def get_modified_time(self, name):
        """Return when a file was stored.

        Raises:
            FileNotFoundError: it is not there, as on a disk.
            StorageAwayError: the storage does not answer.
        """
        return _as_on_disk(super().get_modified_time, name)

    def size(self, name):
        """Return the bytes of a file; raises as ``get_modified_time``."""
        return _as_on_disk(super().size, name)

    def exists(self, name):
        """Whether a file is there; raises as ``get_modified_time``."""
        return _as_on_disk(super().exists, name)

    def _save(self, name, content):
        return _as_on_disk(super()._save, name, content)

    def _open(self, name, mode="rb"):
        return _as_on_disk(super()._open, name, mode)


def _as_on_disk(ask, *args):
    try:
        return ask(*args)
    except ClientError as error:
        if error.response.get("Error", {}).get("Code") in GONE:
            raise FileNotFoundError(args[0]) from error
        raise StorageAwayError(str(error)) from error
    except BotoCoreError as error:
        raise StorageAwayError(str(error)) from error
