"""What readers see, compared with the record that stands: the invariant of the whole desk."""

from django.test import Client
from wagtail.models import Revision

from editorial.enums import Audience, Step, Verdict
from editorial.models import Decision, Readership, Release, Submission
from portal.queries import public_pages

EDITORS_STEPS = {Step.FIRST, Step.SECOND, Step.FINAL}
# What must stand behind a piece, in words of the tests' own: ``rules.FLOORS`` may be wrong.
ALL_OF = {Audience.PUBLIC: EDITORS_STEPS, Audience.SCHOOL: {Step.SCHOOL}, Audience.DISTRICT: set()}
ONE_OF = {Audience.DISTRICT: EDITORS_STEPS}


def check_readers(page: Submission) -> None:
    """Compare what readers see with the record that stands."""
    now = type(page).objects.get(pk=page.pk)
    if not now.live:
        assert not public_pages().filter(pk=page.pk).exists()
        return
    release = Release.objects.in_force(page.pk).filter(revision=now.live_revision_id).first()
    assert release is not None, "live without a licence for this version"
    audience = Readership.of(page.pk)
    shown = now.live_revision.content["audience"]
    assert audience == now.audience == release.audience == shown != Audience.PRIVATE

    undone = Decision.objects.filter(verdict=Verdict.UNDO).values("undoes")
    last = release.decision
    assert last.verdict == Verdict.APPROVE
    assert last.revision_id == now.live_revision_id, "the last approval is of another version"
    approvals = Decision.objects.filter(
        verdict=Verdict.APPROVE, workflow_state_id=last.workflow_state_id, pk__lte=last.pk
    ).exclude(pk__in=undone)
    by_step = dict(approvals.order_by("pk").values_list("step", "decided_by_id"))
    assert ALL_OF[audience] <= set(by_step), audience
    assert not ONE_OF.get(audience) or ONE_OF[audience] & set(by_step), audience
    assert len(set(by_step.values())) == len(by_step), "one person took two steps"
    assert not set(by_step.values()) & _writers(now, release), "a writer approved"

    is_public = audience == Audience.PUBLIC
    assert public_pages().filter(pk=page.pk).exists() is is_public
    if not is_public:
        answer = Client().get(now.get_url())
        assert answer.status_code == 302
        assert "/login/" in answer.url


def _writers(page: Submission, release: Release) -> set[int]:
    """Whoever wrote a version after the one that was released before, up to the one shown."""
    earlier = Release.objects.filter(page_id=page.pk, pk__lt=release.pk).order_by("-pk")
    still_shown = [each for each in earlier if _stood(each, release)]
    since = still_shown[0].revision_id if still_shown else 0
    versions = Revision.page_revisions.filter(
        object_id=str(page.pk), pk__gt=since, pk__lte=release.revision_id
    )
    return {page.owner_id} | set(versions.exclude(user=None).values_list("user_id", flat=True))


def _stood(earlier: Release, release: Release) -> bool:
    """Whether readers still had the earlier version when the later one was released."""
    ends = Decision.objects.filter(page_id=release.page_id, pk__lt=release.decision_id)
    return not (
        ends.filter(verdict=Verdict.WITHDRAW, pk__gt=earlier.decision_id).exists()
        or ends.filter(undoes=earlier.decision_id).exists()
    )
