"""What a person reads after registering."""

from django.contrib import messages
from django.http import HttpRequest

from forums.models import Registration, RegistrationState
from forums.registration.queries import place_in_queue

WORDS = {
    RegistrationState.ADMITTED: "报名成功，名额已经留好。",
    RegistrationState.PENDING: "报名已经收到，主办人审核后会通知您。",
    RegistrationState.OFFERED: "有一个名额为您留着，请尽快接受。",
}


def told_after(request: HttpRequest, registration: Registration) -> None:
    """Say in one sentence where a registration stands. Queries: 1 for somebody who waits."""
    if registration.state == RegistrationState.WAITING:
        place = place_in_queue(registration)
        messages.success(request, f"名额已满，您排在候补第 {place} 位，有名额会通知您。")
        return
    messages.success(request, WORDS[RegistrationState(registration.state)])
