"""Nothing that somebody typed becomes a header of a mail."""

import pytest
from django.core import mail

from people.tasks import mail_password_reset
from portal.models import SiteIdentity
from tests.people.factories import UserFactory

pytestmark = pytest.mark.django_db
BREAKS = ["\r\n", "\n", "\r", "\x0b", "\x0c", "\x85", "\u2028", "\u2029"]


@pytest.mark.parametrize("line_break", BREAKS)
def test_a_name_with_a_line_break(site_home, line_break):
    hostile = f"虚构{line_break}Bcc: all@example.org"
    user = UserFactory(email="one@example.org", name=hostile[:50])
    SiteIdentity.objects.update(site_name=hostile)
    mail_password_reset.enqueue(user.pk)
    [sent] = mail.outbox
    raw = sent.message().as_bytes()
    head = raw.partition(b"\n\n")[0]
    assert sent.recipients() == ["one@example.org"]
    assert b"bcc" not in head.lower()


@pytest.mark.parametrize("address", ["a@b.cn\nBcc: c@d.cn", "a@b.cn, c@d.cn", "a@b.cn\x00"])
def test_an_address_is_one_address(site_home, client, address):
    UserFactory(email="one@example.org")
    assert client.post("/accounts/password/reset/", {"email": address}).status_code in {200, 302}
    assert mail.outbox == []
