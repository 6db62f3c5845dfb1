"""``MEDIA_URL_BACKEND``: where uploaded files lie."""

from urllib.parse import parse_qs, urlsplit

from django.core.exceptions import ImproperlyConfigured

DISK: dict[str, object] = {"BACKEND": "portal.faults.storage.WholeFileStorage"}


def media_storage(url: str) -> dict[str, object]:
    """Turn ``MEDIA_URL_BACKEND`` into Django's entry of the default storage.

    Args:
        url: empty or ``file://`` for ``VAR_DIR/media``; ``s3://bucket/folder`` for an object
            storage, with ``?endpoint=https://host:port`` where it is not Amazon's and
            ``?region=``. Keys come from ``AWS_ACCESS_KEY_ID`` and ``AWS_SECRET_ACCESS_KEY``, or
            from the machine's role, never from this address.

    Raises:
        ImproperlyConfigured: it is neither, or holds keys.
    """
    parts = urlsplit(url)
    if parts.scheme in {"", "file"} and not parts.path.strip("/"):
        return DISK
    if parts.scheme != "s3" or not parts.hostname:
        raise ImproperlyConfigured(f"MEDIA_URL_BACKEND is no storage: {parts.scheme!r}.")
    if parts.username or parts.password:
        raise ImproperlyConfigured(
            "Keys belong in AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, not in MEDIA_URL_BACKEND."
        )
    asked = {name: values[0] for name, values in parse_qs(parts.query).items()}
    return {
        "BACKEND": "portal.faults.object_storage.PrivateS3Storage",
        "OPTIONS": {
            "bucket_name": parts.netloc,
            "location": parts.path.strip("/"),
            "endpoint_url": asked.get("endpoint"),
            "region_name": asked.get("region"),
            # Others than Amazon rarely have a host name for each bucket.
            "addressing_style": "path" if "endpoint" in asked else "auto",
            "file_overwrite": False,
            "default_acl": None,  # the bucket's own rule, which is: private
            "object_parameters": {"CacheControl": "private, no-store"},
        },
    }
