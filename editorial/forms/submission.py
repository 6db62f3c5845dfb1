"""The form of a submission: what all kinds have in common."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import AbstractBaseUser
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.safestring import SafeString, mark_safe
from wagtail.models import Page

from editorial.body import changed, pictures_of, text_of
from editorial.enums import Audience
from editorial.forms.fields import TagsField, TextField, paragraph_field
from editorial.forms.layout import Line, Section, ShownSection
from editorial.forms.picking import PickField, number
from editorial.forms.pictures import PREFIX, Pictures, picture_ids, take_in, usable_pictures
from editorial.forms.rich_text import RichTextField
from editorial.forms.rows import RowFormSet
from editorial.models import Submission
from editorial.queries.roads import Road, roads
from media.intake import max_bytes

NO_COVER = "none"
COMMON = ("title", "summary", "byline", "audience")  # attributes of every page
# What ``missing_for_submission`` calls by the page's words and the form by its own.
ALIASES = {"images": PREFIX}


class SubmissionForm(forms.Form):
    """Writes one kind of submission.

    A subclass adds fields, says in ``explanation`` what is written with it, names in ``plain``
    the fields that are attributes of the page, in ``needed`` those without which nothing can be
    handed in, in ``row_sets`` its repeated groups, and in ``sections_before`` and
    ``sections_after`` where they stand around text and pictures.

    A draft needs its title only. What else is missing is the page's own knowledge
    (``missing_for_submission``) and comes in through ``add_missing``.
    """

    use_required_attribute = False

    explanation: ClassVar[str] = ""
    plain: ClassVar[tuple[str, ...]] = ()
    rich: ClassVar[tuple[str, ...]] = ("body",)
    needed: ClassVar[tuple[str, ...]] = ("title", "body")
    row_sets: ClassVar[dict[str, type[RowFormSet]]] = {}
    sections_before: ClassVar[tuple[Section, ...]] = ()
    sections_after: ClassVar[tuple[Section, ...]] = ()
    body_title: ClassVar[str] = "正文"
    body_intro: ClassVar[str] = ""
    pictures_intro: ClassVar[str] = ""

    title = TextField(
        label="题目", max_length=100, required=True, error_messages={"required": "请填写题目。"}
    )
    summary = paragraph_field(
        "摘要", max_length=200, rows=2, help_text="一两句话，显示在列表和分享里。"
    )
    body = RichTextField(label="正文")
    byline = TextField(
        label="署名", max_length=60, help_text="读者看到的作者名；留空就用您的姓名。"
    )
    tags = TagsField(label="标签", help_text="用逗号隔开，例如：班级管理，阅读。")
    cover = forms.CharField(label="题图", required=False, max_length=20)
    audience = forms.ChoiceField(
        label="谁可以看",
        choices=Audience.choices,
        widget=forms.RadioSelect,
        error_messages={"invalid_choice": "请从几项里选一项。"},
    )

    def __init__(
        self,
        *,
        author: AbstractBaseUser,
        page: Submission,
        data: QueryDict | None = None,
        files: MultiValueDict | None = None,
        quiet: bool = False,
    ) -> None:
        """Open the form.

        Args:
            author: who writes.
            page: the version that is being changed; a new, unsaved page for a new piece.
            data, files: what was sent, if anything was. New pictures are stored here and now.
            quiet: show what was sent without checking it, as after a search or a new row.
        """
        self.author, self.page, self.quiet = author, page, quiet
        self.refused_files: list[tuple[str, str]] = []
        if data is not None:
            data = data.copy()
            if files:
                self.refused_files = take_in(data, files, author)
        super().__init__(data=data, initial=self.initial_of(page))
        for name in self.rich:
            self.fields[name].before = self.initial[name]
        for name in self.needed:
            self.fields[name].required = True
        self.fields["audience"].choices = _audiences(page.kind)
        self._load_picks()
        self.rows = {name: self._open_rows(name, cls) for name, cls in self.all_rows().items()}

    # -- from the page -------------------------------------------------------------------------

    @classmethod
    def all_rows(cls) -> dict[str, type[RowFormSet]]:
        """Return the repeated groups, the pictures among them."""
        return {**cls.row_sets, PREFIX: Pictures}

    def initial_of(self, page: Submission) -> dict[str, Any]:
        """Return what the form begins with."""
        initial = {name: getattr(page, name) for name in (*COMMON, *self.plain)}
        initial |= {name: text_of(getattr(page, name)) for name in self.rich}
        initial["tags"] = _tag_names(page)
        initial["cover"] = str(page.cover_id or (NO_COVER if pictures_of(page.body) else ""))
        return initial

    def _open_rows(self, name: str, cls: type[RowFormSet]) -> RowFormSet:
        options: dict[str, Any] = {
            "prefix": name,
            "initial": cls.initial_of(self.page),
            "form_kwargs": {"quiet": self.quiet, "person": self.author},
        }
        if name == PREFIX:
            own = {int(row["image"]) for row in options["initial"]}
            own |= {self.page.cover_id} if self.page.cover_id else set()
            sent = picture_ids(self.data) if self.is_bound else []
            options["pictures"] = usable_pictures([*own, *sent], self.author, own)
        elif cls.picks():
            options["form_kwargs"]["known"] = self._known_in_rows(name, cls)
        return cls(data=self.data if self.is_bound else None, **options)

    def _load_picks(self) -> None:
        for name, pick in self.fields.items():
            if not isinstance(pick, PickField):
                continue
            pick.see_as(self.author)
            if self.is_bound:
                pk = number(str(self.data.get(name) or ""))
                pick.known = pick.picker.load([pk]) if pk else {}

    def _known_in_rows(self, name: str, cls: type[RowFormSet]) -> dict[str, dict[int, Any]]:
        """Fetch what all rows name in one query a field."""
        if not self.is_bound:
            return {}
        known = {}
        for pick_name, pick in cls.picks().items():
            total = range(cls.absolute_max)
            sent = (number(str(self.data.get(f"{name}-{row}-{pick_name}") or "")) for row in total)
            known[pick_name] = pick.picker.of(self.author).load([pk for pk in sent if pk])
        return known

    def pick(self, name: str) -> PickField | None:
        """Return the field of this form, or of one of its rows, that chooses from a catalogue.

        Args:
            name: as the field is sent: ``work``, or ``items-3-work`` within rows.
        """
        fields = self.fields
        group, _, rest = name.partition("-")
        index = number(rest.partition("-")[0])
        if group in self.rows and index is not None:
            forms_of_rows = self.rows[group].forms
            fields = forms_of_rows[index].fields if index < len(forms_of_rows) else {}
            name = rest.partition("-")[2]
        found = fields.get(name)
        return found if isinstance(found, PickField) else None

    @property
    def picker_media(self) -> forms.Media:
        """What the catalogues of the form need on its page."""
        own = [field for field in self.fields.values() if isinstance(field, PickField)]
        of_rows = [field for rows in self.all_rows().values() for field in rows.picks().values()]
        return sum((field.picker.media for field in (*own, *of_rows)), forms.Media())

    @property
    def picker_sheets(self) -> SafeString:
        """The links to their sheets."""
        return mark_safe("".join(self.picker_media.render_css()))  # noqa: S308 made by Django

    @property
    def picker_scripts(self) -> SafeString:
        """Their scripts."""
        return mark_safe("".join(self.picker_media.render_js()))  # noqa: S308 made by Django

    # -- checking ------------------------------------------------------------------------------

    def full_clean(self) -> None:
        """Check what was entered; only the title must be there."""
        needed = {name: shown.required for name, shown in self.fields.items()}
        for name, shown in self.fields.items():
            shown.required = name == "title"
        super().full_clean()
        for name, required in needed.items():
            self.fields[name].required = required
        if self.quiet:
            self._errors.clear()

    def clean_audience(self) -> str:
        """Keep the present audience where none was sent."""
        return self.cleaned_data["audience"] or self.page.audience

    def is_valid(self) -> bool:
        """Say whether everything entered can be stored, the rows and new pictures included."""
        rows = [rows.is_valid() for rows in self.rows.values()]
        return super().is_valid() and all(rows) and not self.refused_files

    def add_missing(self, missing: dict[str, list[str]]) -> None:
        """Show beside each field what keeps the piece from being handed in."""
        for key, messages in missing.items():
            name = ALIASES.get(key, key)
            if name in self.rows:
                self.rows[name].problems += messages
            else:
                self.add_error(name if name in self.fields else None, messages)

    def problems(self) -> list[dict[str, str]]:
        """Return every message with the place it belongs to, for the top of the form."""
        if not self.is_bound or self.quiet:
            return []
        found = [{"anchor": "", "text": text} for text in self.non_field_errors()]
        for bound in self:
            anchor = bound.id_for_label or bound.auto_id
            texts = (f"{bound.label}：{error}" for error in bound.errors)
            found += [{"anchor": anchor, "text": text} for text in texts]
        for name, rows in self.rows.items():
            found += [{"anchor": name, "text": text} for text in rows.messages()]
        found += [
            {"anchor": PREFIX, "text": f"{file}：{reason}"} for file, reason in self.refused_files
        ]
        return found

    @property
    def dropped_pictures(self) -> bool:
        """Whether pictures stood in pasted text; they must be added one by one."""
        return any(self.fields[name].dropped_pictures for name in self.rich)

    def parent(self) -> Page | None:
        """Return the page below which a new piece lies, if the site has one."""
        return type(self.page).shelf()

    # -- to the page ---------------------------------------------------------------------------

    def write(self, page: Submission) -> None:
        """Put what was entered into ``page``; what did not change is left exactly as it is."""
        for name in (*COMMON, *self.plain):
            setattr(page, name, self.cleaned_data[name])
        pictures = self.rows[PREFIX].chosen()
        for name in self.rich:
            of_body = pictures if name == "body" else None
            text = changed(getattr(page, name), self.cleaned_data[name], of_body)
            setattr(page, name, text)
        page.cover_id = self._cover(page, [picture.image_id for picture in pictures])
        if _tag_names(page) != self.cleaned_data["tags"]:
            page.tags.set(self.cleaned_data["tags"])
        for name in self.row_sets:
            self.rows[name].write(page)

    def _cover(self, page: Submission, shown: list[int]) -> int | None:
        """Return the chosen picture; where none is chosen, the first."""
        chosen = self.cleaned_data["cover"]
        if chosen == NO_COVER:
            return None
        pk = number(chosen)
        if pk in shown or (pk and pk == page.cover_id and not self._was_shown(pk)):
            return pk
        return shown[0] if shown else None

    def _was_shown(self, image_id: int) -> bool:
        return any(row["image"] == str(image_id) for row in self.rows[PREFIX].initial or [])

    # -- for the template ----------------------------------------------------------------------

    @property
    def sections(self) -> list[ShownSection]:
        """The parts of the form from top to bottom."""
        parts = (
            Section("", ("title", "summary")),
            *self.sections_before,
            Section(self.body_title, ("body",), intro=self.body_intro),
            Section(Pictures.title, intro=Pictures.help_text + self.pictures_intro, rows=PREFIX),
            *self.sections_after,
            Section("署名和标签", (("byline", "tags"),)),
            Section("范围", ("audience",), intro="选得越大，审得越多。以后想改，改好再送审。"),
        )
        return [self._shown(part) for part in parts]

    def _shown(self, part: Section) -> ShownSection:
        names = [[line] if isinstance(line, str) else list(line) for line in part.lines]
        lines = [[self[name] for name in line if name in self.fields] for line in names]
        return ShownSection(
            part.title,
            part.intro,
            [Line(line) for line in lines if line],
            self.rows[part.rows] if part.rows else None,
        )

    @property
    def cover_choice(self) -> str:
        """The picture that is marked as the cover, or ``NO_COVER``; the first where none is."""
        chosen = str(self["cover"].value() or "")
        shown = [str(row["image"].value() or "") for row in self.rows[PREFIX]]
        possible = [*shown, str(self.page.cover_id or ""), NO_COVER]
        return chosen if chosen and chosen in possible else next(iter(shown), "")

    @property
    def other_cover(self) -> Any:
        """The present cover where it is none of the pictures below the text."""
        pk = self.page.cover_id
        return self.rows[PREFIX].pictures.get(pk) if pk and not self._was_shown(pk) else None

    @property
    def other_cover_marked(self) -> bool:
        """Whether that one is marked as the cover."""
        return self.cover_choice == str(self.page.cover_id)

    @property
    def offers_no_cover(self) -> bool:
        """Whether there is a picture that could be the cover."""
        return bool(self.rows[PREFIX].total_form_count() or self.page.cover_id)

    @property
    def most_megabytes(self) -> str:
        """How large a picture may be."""
        return f"{max_bytes() / 1024 / 1024:g}"


def _audiences(kind: str) -> list[tuple[str, str]]:
    """Return the audiences, each with the reviews that it takes. Queries: 1."""
    by_audience = roads(kind)
    return [
        (audience.value, f"{audience.label}：{_reviews(by_audience[audience])}")
        for audience in Audience
    ]


def _reviews(road: Road) -> str:
    return "、".join(step.label for step in road) + "通过后发布" if road else "不用送审"


def _tag_names(page: Submission) -> list[str]:
    return [item.tag.name for item in page.tagged_items.all()]
