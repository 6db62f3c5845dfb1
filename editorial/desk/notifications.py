"""通知: what a person was told, and which of it comes by mail."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from editorial.desk.access import for_authors
from editorial.desk.menu import desk_menu
from editorial.forms.mails import MailChoiceForm
from editorial.notices import actions
from editorial.notices.queries import mail_choice, notifications_of, unread_count, with_words
from portal.listing import paginate


@require_safe
@for_authors
def notifications(request: HttpRequest) -> HttpResponse:
    """All, newest first."""
    told = notifications_of(request.user)
    page, querystring = paginate(request, told)
    context = {
        "page_obj": page,
        "querystring": querystring,
        "notifications": with_words(page.object_list),
        "newest": told.values_list("pk", flat=True).first(),
        "unread": unread_count(request.user),
        "desk_menu": desk_menu(request),
        "page_title": "通知",
    }
    return render(request, "editorial/notices/list.html", context)


@require_POST
@for_authors
def open_notification(request: HttpRequest, pk: int) -> HttpResponse:
    """Go where a notification leads; it is read from then on. A POST, since a GET changes nothing.

    Raises:
        Http404: there is none with this number, or it is somebody else's; both look alike.
    """
    notification = actions.read(recipient=request.user, notification_id=pk)
    if notification is None:
        raise Http404("没有这条通知。")
    return redirect(notification.url)


@require_POST
@for_authors
def read_all(request: HttpRequest) -> HttpResponse:
    """全部标为已读: all up to the newest that the list showed."""
    newest = request.POST.get("newest", "")
    if newest.isascii() and newest.isdigit() and len(newest) <= 18:
        actions.read_all(recipient=request.user, newest_id=int(newest))
    return redirect("editorial:notifications")


@require_http_methods(["GET", "HEAD", "POST"])
@for_authors
def mail_settings(request: HttpRequest) -> HttpResponse:
    """Which mails come; word in the site stands in any case."""
    form = MailChoiceForm(request.POST or None, instance=mail_choice(request.user))
    if request.method == "POST" and form.is_valid():
        actions.choose_mails(user=request.user, **form.cleaned_data)
        messages.success(request, "邮件设置已保存。")
        return redirect("editorial:notifications")
    context = {"form": form, "desk_menu": desk_menu(request), "page_title": "邮件设置"}
    return render(request, "editorial/notices/settings.html", context)
