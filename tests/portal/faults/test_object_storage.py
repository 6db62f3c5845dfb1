"""Files in an object storage are as private as on the disk. moto plays Amazon's part."""

import boto3
import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.utils.module_loading import import_string
from moto import mock_aws

from portal.faults.rules import STORAGE_AWAY, diagnose
from portal.settings.media import DISK, media_storage
from tests.media.factories import ImageFactory

BUCKET = "portal-media"
URL = f"s3://{BUCKET}/district?region=eu-west-1"


@pytest.fixture
def bucket(monkeypatch):
    """An empty bucket, and nobody's keys."""
    monkeypatch.setenv("AWS_ACCESS_KEY_ID", "of-nobody")
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "of-nobody")
    with mock_aws():
        client = boto3.client("s3", region_name="eu-west-1")
        client.create_bucket(
            Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": "eu-west-1"}
        )
        yield client


@pytest.fixture
def storage(bucket):
    entry = media_storage(URL)
    return import_string(entry["BACKEND"])(**entry["OPTIONS"])


def test_what_is_saved_is_there_once_and_private(storage, bucket):
    name = storage.save("images/a.txt", ContentFile(b"first"))
    other = storage.save("images/a.txt", ContentFile(b"second"))
    assert storage.open(name).read() == b"first"
    assert storage.open(other).read() == b"second"
    assert storage.size(name) == 5
    kept = [item["Key"] for item in bucket.list_objects_v2(Bucket=BUCKET)["Contents"]]
    assert sorted(kept) == sorted([f"district/{name}", f"district/{other}"])
    grants = bucket.get_object_acl(Bucket=BUCKET, Key=kept[0])["Grants"]
    assert [grant["Grantee"]["Type"] for grant in grants] == ["CanonicalUser"], "only the owner"


def test_an_address_is_the_portals_own(storage):
    name = storage.save("images/a b.txt", ContentFile(b"x"))
    assert storage.url(name) == f"/media/{name}".replace(" ", "%20")


def test_what_is_not_there_is_missing_as_on_a_disk(storage):
    with pytest.raises(FileNotFoundError):
        storage.open("images/no.txt").read()
    with pytest.raises(FileNotFoundError):
        storage.size("images/no.txt")
    with pytest.raises(FileNotFoundError):
        storage.get_modified_time("images/no.txt")


def test_a_bucket_that_is_gone_is_a_fault_of_the_storage(storage, bucket):
    bucket.delete_bucket(Bucket=BUCKET)
    with pytest.raises(OSError, match="NoSuchBucket") as raised:
        storage.save("images/a.txt", ContentFile(b"x"))
    assert diagnose(raised.value) is STORAGE_AWAY


@pytest.fixture
def in_bucket(settings, bucket):
    """The site with its files in the bucket."""
    settings.STORAGES = settings.STORAGES | {"default": media_storage(URL)}
    return storages["default"]


@pytest.mark.django_db
def test_the_portal_serves_from_the_bucket_to_whom_it_may(in_bucket, client, admin_user):
    image = ImageFactory()
    assert image.file.storage.exists(image.file.name)
    rendition = image.get_rendition("width-40|format-webp")
    assert rendition.url.startswith("/media/images/")
    assert client.get(rendition.url).status_code == 404, "no live page shows it"
    client.force_login(admin_user)
    answer = client.get(rendition.url)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content)[8:12] == b"WEBP"
    part = client.get(rendition.url, headers={"Range": "bytes=8-11"})
    assert (part.status_code, b"".join(part.streaming_content)) == (206, b"WEBP")


def test_the_address_of_the_storage():
    assert media_storage("") is DISK
    assert media_storage("file://") is DISK
    options = media_storage("s3://b?endpoint=https://minio.example:9000")["OPTIONS"]
    assert options["bucket_name"] == "b"
    assert options["endpoint_url"] == "https://minio.example:9000"
    assert options["addressing_style"] == "path"
    assert options["default_acl"] is None


@pytest.mark.parametrize("url", ["ftp://x", "s3://", "s3://key:secret@b", "file:///somewhere"])
def test_an_address_that_is_none_is_refused(url):
    with pytest.raises(ImproperlyConfigured) as raised:
        media_storage(url)
    assert "secret" not in str(raised.value)
