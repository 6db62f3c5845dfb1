"""What the footer says about the site, and what it does not make up."""

import pytest
from wagtail.models import Site

from portal.models import SiteIdentity
from tests.feedback.factories import a_page

pytestmark = pytest.mark.django_db

VALUES = {
    "sponsor": "虚构主办单位",
    "contact": "虚构联系方式",
    "address": "虚构地址一号",
    "icp_number": "虚构ICP备00000000号",
    "police_number": "虚构公网安备 00000000000000号",
    "site_code": "虚构标识码",
}


def footer(client) -> str:
    page = client.get("/").content.decode()
    return page[page.index("<footer") :]


def identify(**values: str) -> None:
    identity = SiteIdentity.for_site(Site.objects.get(is_default_site=True))
    for name, value in values.items():
        setattr(identity, name, value)
    identity.save()


@pytest.mark.parametrize("name", VALUES)
def test_a_value_is_shown_where_there_is_one(client, site_home, name):
    assert VALUES[name] not in footer(client)
    identify(**{name: VALUES[name]})
    shown = footer(client)
    assert VALUES[name] in shown
    assert not [other for other in VALUES if other != name and VALUES[other] in shown]


def test_numbers_lead_to_where_they_can_be_looked_up(client, site_home):
    identify(**VALUES)
    shown = footer(client)
    assert 'href="https://beian.miit.gov.cn/"' in shown
    assert 'href="https://beian.mps.gov.cn/#/query/webSearch?code=00000000000000"' in shown


def test_a_number_without_digits_leads_nowhere(client, site_home):
    identify(police_number="办理中")
    shown = footer(client)
    assert "办理中" in shown
    assert "beian.mps.gov.cn" not in shown


def test_pages_of_the_site_about_itself_stand_in_the_footer(client, site_home):
    a_page(site_home, "无障碍说明", slug="accessibility")
    shown = footer(client)
    assert '<a href="/accessibility/">无障碍说明</a>' in shown
    assert ">意见建议<" in shown
