"""Which photo may be shown, and by whom; pure."""

from dataclasses import dataclass

from editorial.rules import ALLOWED, Answer

# Of ``portal.blocks.FACES``. Pupils' faces: default no.
OPEN_FACES = ("none", "adults", "minors_consented")
MOST = 60
MOST_AT_ONCE = 12


@dataclass(frozen=True)
class PhotoFacts:
    """What decides about one photo."""

    alt: str
    faces: str
    is_shown: bool = False


def words_problem(photo: PhotoFacts) -> dict[str, str]:
    """Return what is missing before an editor can look, by field."""
    problems = {}
    if not photo.alt.strip():
        problems["alt"] = "请用一句话写明画面。"
    if not photo.faces:
        problems["faces"] = "请说明画面里有没有人。"
    elif photo.faces not in OPEN_FACES:
        problems["faces"] = "学生的面容不公开：请换一张，或先征得监护人同意。"
    return problems


def may_show(photo: PhotoFacts, *, is_editor: bool, is_uploader: bool) -> Answer:
    """Say whether somebody may show a photo to all readers: an editor, and not an own one."""
    if not is_editor:
        return Answer(False, "照片由编辑看过以后公开。")
    if is_uploader:
        return Answer(False, "自己上传的照片要由别的编辑来看。")
    if words_problem(photo):
        return Answer(False, "这张照片还没有写明画面和画面里的人。")
    return ALLOWED


def may_change(photo: PhotoFacts) -> Answer:
    """Say whether the organiser may change or remove a photo."""
    if photo.is_shown:
        return Answer(False, "这张照片已经公开，请先收回。")
    return ALLOWED
