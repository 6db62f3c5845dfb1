"""What packages say in English because their own Chinese lacks it, and whether we say it."""

import json
import re
from functools import cache
from pathlib import Path

import django
import polib
import pytest
from django.apps import apps
from django.conf import settings
from django.utils.translation.trans_real import DjangoTranslation
from wagtail import VERSION
from wagtail.admin.views.i18n import js_catalog

OURS = settings.BASE_DIR / "portal" / "locale" / "zh_Hans" / "LC_MESSAGES"
CATALOGUES = sorted(settings.BASE_DIR.glob("*/locale/zh_Hans/LC_MESSAGES/*.po"))

# Packages whose words nobody here meets.
LEFT_OUT_PACKAGES = {"wagtail.contrib.forms"}  # no page type is a form
# Templates whose words nobody here meets: a message that stands nowhere else is left out.
LEFT_OUT_TEMPLATES = (
    "wagtailadmin/notifications/",  # mails of Wagtail's workflow, which editorial.apps switches off
    "wagtailadmin/home/upgrade_notification.html",  # WAGTAIL_ENABLE_UPDATE_CHECK
    "wagtailadmin/home/whats_new_in_wagtail_version.html",  # WAGTAIL_ENABLE_WHATS_NEW_BANNER
    "wagtailadmin/home/account_summary.html",  # ours has no guide
    "wagtailsearchpromotions/add.html",  # ours explains in its own words
)
# Pages in several languages (WAGTAIL_I18N_ENABLED).
LEFT_OUT_WORDS = re.compile(r"\btranslat(ion|ed)|\blocales\b")
# Readability and its guide, which our template of the panel does not show.
LEFT_OUT_MESSAGES = {
    "Complex",
    "Fair",
    "Good",
    "Readability",
    (
        'See our <a href="%(guide_link)s" target="_blank">content checks guide</a> for more '
        "information on how content metrics are calculated."
    ),
    (
        "We use a readability formula based on length of words and sentences. Long sentences and "
        "words result in a worse readability score."
    ),
}

# What a package says in Chinese that is none (wagtailmedia: half French), by its beginning.
WRONG_THERE = "You haven't uploaded any media files"
# The name of the model is left out, because it is None where pages are searched.
SHORTER = "%(start_index)s-%(end_index)s of %(items_count)s %(model_name)s"

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%[sd]|\{\w*\}")
TAG = re.compile(r"<[^>]+>")


def key(entry: polib.POEntry) -> str | tuple[str, int]:
    """Under what gettext looks for ``entry``; of Chinese there is one plural."""
    name = f"{entry.msgctxt}\x04{entry.msgid}" if entry.msgctxt else entry.msgid
    return (name, 0) if entry.msgid_plural else name


def text(entry: polib.POEntry) -> str:
    return entry.msgstr_plural[0] if entry.msgid_plural else entry.msgstr


def can_be_met(entry: polib.POEntry) -> bool:
    said = f"{entry.msgid} {entry.msgid_plural}"
    if entry.msgid in LEFT_OUT_MESSAGES or LEFT_OUT_WORDS.search(said):
        return False
    files = [name.removeprefix("templates/") for name, _ in entry.occurrences]
    return not files or not all(name.startswith(LEFT_OUT_TEMPLATES) for name in files)


def packages() -> list[tuple[str, Path]]:
    """Those that bring catalogues, ours aside: their names and the folders of these."""
    folders = [(app.name, Path(app.path) / "locale") for app in apps.get_app_configs()]
    folders.append(("django.conf", Path(django.__file__).parent / "conf" / "locale"))
    return [(name, folder) for name, folder in folders if (folder / "en").is_dir()]


def entries(folder: Path, language: str, domain: str) -> list[polib.POEntry]:
    path = folder / language / "LC_MESSAGES" / f"{domain}.po"
    return list(polib.pofile(str(path))) if path.exists() else []


@cache
def english(domain: str) -> list[tuple[str, polib.POEntry]]:
    """What can be met here, with the name of the package that says it."""
    return [
        (name, entry)
        for name, folder in packages()
        if name not in LEFT_OUT_PACKAGES
        for entry in entries(folder, "en", domain)
        if can_be_met(entry)
    ]


DOMAINS = ("django", "djangojs")
next_wagtail = pytest.mark.skipif(
    VERSION >= (8, 0), reason="the catalogue is that of the locked Wagtail"
)


@next_wagtail
@pytest.mark.parametrize("domain", DOMAINS)
def test_no_message_of_a_package_is_left_in_english(domain):
    # The view that serves the scripts of Wagtail's admin looks only there and in LOCALE_PATHS.
    folders = dict(packages())
    scripts = [folders["wagtail.admin"]] if domain == "djangojs" else None
    found = DjangoTranslation("zh-hans", domain=domain, localedirs=scripts)._catalog
    assert "wagtail.admin" in {name for name, _ in english(domain)}
    missing = [(name, entry.msgid) for name, entry in english(domain) if not found.get(key(entry))]
    assert missing == []


@next_wagtail
@pytest.mark.parametrize("domain", DOMAINS)
def test_nothing_is_said_that_packages_say_themselves_or_that_nobody_meets(domain):
    themselves = {
        key(entry)
        for _, folder in packages()
        for entry in entries(folder, "zh_Hans", domain)
        if entry.translated() and not entry.msgid.startswith(WRONG_THERE)
    }
    wanted = {key(entry) for _, entry in english(domain)} - themselves
    ours = [key(entry) for entry in polib.pofile(str(OURS / f"{domain}.po"))]
    assert [name for name in ours if name not in wanted] == []


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join(path.parts[-5::4]))
def test_the_compiled_catalogue_says_what_the_written_one_says(path):
    written = polib.pofile(str(path))
    compiled = polib.mofile(str(path.with_suffix(".mo")))
    assert {key(entry): text(entry) for entry in compiled} == {
        key(entry): text(entry) for entry in written
    }
    assert all(text(entry) for entry in written)


@pytest.mark.parametrize("path", CATALOGUES, ids=lambda path: "-".join(path.parts[-5::4]))
def test_placeholders_are_kept_and_no_markup_is_made_up(path):
    for entry in polib.pofile(str(path)):
        source = entry.msgid_plural or entry.msgid
        if source == SHORTER:
            source = source.removesuffix(" %(model_name)s")
        assert sorted(PLACEHOLDER.findall(text(entry))) == sorted(PLACEHOLDER.findall(source))
        assert sorted(set(TAG.findall(text(entry))) - set(TAG.findall(source))) == []
        opened = re.findall(r"<(?!br)(\w+)", text(entry))
        assert sorted(opened) == sorted(re.findall(r"</(\w+)", text(entry)))


def test_no_two_catalogues_of_ours_say_the_same():
    said = [(path.stem, key(entry)) for path in CATALOGUES for entry in polib.pofile(str(path))]
    assert len(said) == len(set(said))


def test_the_scripts_of_the_admin_are_given_our_words(rf):
    content = js_catalog(rf.get("/")).content.decode()
    said, ours = json.dumps("Autosave in progress…"), json.dumps("正在自动保存…")
    assert f"{said}: {ours}" in content
