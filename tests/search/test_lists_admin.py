"""Terms and synonyms in the admin."""

import pytest
from django.core.exceptions import ValidationError
from django.urls import reverse

from people.roles import Role
from search.models import DictionaryWord, SynonymGroup
from tests.people.factories import TeacherFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("word", ["", "字", "？！", "　", "长" * 21, "㍿" * 15])
def test_what_is_no_term_is_refused(word):
    with pytest.raises(ValidationError):
        DictionaryWord(word=word).full_clean()


def test_two_ways_of_writing_a_term_are_one():
    with pytest.raises(ValidationError, match="已经有“书房计划”"):
        DictionaryWord(word="書房計劃").full_clean()
    term = DictionaryWord.objects.get(word="书房计划")
    term.full_clean()


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("", "不能为空"),
        ("班主任", "至少要有两个不同的词"),
        ("班主任、班主任", "至少要有两个不同的词"),
        ("班主任、？！", "没有可以检索的文字"),
        ("、".join(f"词{n}" for n in range(9)), "最多 8 个词"),
        ("班主任、幼稚園", "“幼稚园”已经在另一组里：幼儿园、幼稚园"),
    ],
)
def test_groups_are_checked(words, message):
    with pytest.raises(ValidationError, match=message):
        SynonymGroup(words=words).full_clean()


def test_a_group_takes_any_separator_and_is_stored_in_one():
    group = SynonymGroup(words="班主任，级任老师\n级任; ")
    group.full_clean()
    assert group.words == "班主任、级任老师、级任"
    assert group.keys == ["班主任", "级任老师", "级任"]


LISTS = (
    ("search_words", DictionaryWord, {"word": "济水书院", "note": ""}, {"word": "字"}),
    ("search_synonyms", SynonymGroup, {"words": "班主任、级任", "note": ""}, {"words": "字"}),
)


@pytest.mark.parametrize(("name", "model", "good", "bad"), LISTS)
def test_an_editor_keeps_the_lists(client, site_home, name, model, good, bad):
    client.force_login(UserFactory(role=Role.EDITOR))
    index = client.get(reverse(f"{name}:index"))
    assert str(model.objects.first()) in index.content.decode()
    assert client.get(reverse(f"{name}:add")).status_code == 200
    refused = client.post(reverse(f"{name}:add"), bad)
    assert "至少要有两个" in refused.content.decode()
    doubled = {key: str(model.objects.first()) for key in bad}
    assert "已经" in client.post(reverse(f"{name}:add"), doubled).content.decode()
    client.post(reverse(f"{name}:add"), good)
    made = model.objects.latest("pk")
    assert str(made) == next(iter(good.values()))
    assert client.get(reverse(f"{name}:edit", args=[made.pk])).status_code == 200
    assert client.get(reverse(f"{name}:index"), {"q": str(made)[:2]}).status_code == 200
    client.post(reverse(f"{name}:delete", args=[made.pk]))
    assert not model.objects.filter(pk=made.pk).exists()


@pytest.mark.parametrize(("name", "model", "good", "bad"), LISTS)
def test_a_teacher_does_not(client, site_home, name, model, good, bad):
    client.force_login(TeacherFactory())
    client.post(reverse(f"{name}:add"), good)
    assert not model.objects.filter(**good).exists()
