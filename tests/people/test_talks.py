from datetime import date

from wagtail import hooks

from people.talks import TALKS_HOOK, Speaker, Talk, talks_of


def test_what_rooms_tell_comes_together_latest_first_and_once():
    early = Talk(date(2024, 1, 1), "早", "论坛", "/a/")
    late = Talk(date(2025, 1, 1), "晚", "论坛", "/b/")
    asked = []

    def one(speaker, reader):
        asked.append((speaker, reader))
        return [early]

    def two(speaker, reader):
        return [late, early]

    with (
        hooks.register_temporarily(TALKS_HOOK, one),
        hooks.register_temporarily(TALKS_HOOK, two),
    ):
        told = talks_of(Speaker("王虚构", ""), None)
    assert told == [late, early]
    assert asked == [(Speaker("王虚构", ""), None)]
