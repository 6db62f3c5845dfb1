"""Certificates: the own ones, those of an event, and the public page that says what holds."""

from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from editorial.desk.access import for_authors, refusal
from editorial.errors import NotPossible
from editorial.forms.picking import number
from editorial.printing import pdf_of, printing_problem
from forums.attendance.access import page_for_host
from forums.attendance.forms import ReasonForm
from forums.attendance.showing import done, status_of
from forums.certificates import actions, queries, rules
from forums.models import Certificate
from forums.qr import drawing
from forums.web import METHODS, sent, shown
from portal.addresses import absolute
from portal.listing import paginate

PAPER = "forums/certificates/paper.html"
STYLES = ["editorial/paper.css", "forums/css/certificate.css"]


@require_safe
@never_cache
def check(request: HttpRequest, code: str) -> HttpResponse:
    """State every fact that is printed on a certificate, and whether it holds; for everybody.

    The address cannot be guessed, and is not in any list. Queries: 1 for its own part.
    """
    certificate = Certificate.objects.filter(code=code).first()
    if certificate is None or certificate.agreed_at is None:
        raise Http404("没有这份证书。")
    shows = rules.shown_of(
        is_open=certificate.is_open, is_withdrawn=certificate.withdrawn_at is not None
    )
    context = {
        "certificate": certificate if shows is not rules.Shown.CLOSED else None,
        "is_withdrawn": certificate.withdrawn_at is not None,
        "withdrawn_at": certificate.withdrawn_at,
        "withdrawal_reason": certificate.withdrawal_reason,
        "page_title": "证书查验",
    }
    return render(request, "forums/certificates/check.html", context)


@require_safe
@for_authors
def own(request: HttpRequest) -> HttpResponse:
    """The own certificates. Queries: constant."""
    page, querystring = paginate(request, queries.own_certificates(request.user))
    context = {"page_obj": page, "querystring": querystring, "page_title": "证书"}
    return shown(request, "certificates/own", context)


@require_POST
@for_authors
def agree(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the public page show the facts."""
    actions.agree(certificate_id=pk, holder=request.user)
    messages.success(request, "已同意公开查验，现在可以下载证书。")
    return redirect("my_certificates:own")


@require_POST
@for_authors
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Take that back."""
    actions.close(certificate_id=pk, holder=request.user)
    messages.success(request, "查验页不再显示您的姓名和单位。")
    return redirect("my_certificates:own")


@require_safe
@for_authors
def pdf(request: HttpRequest, pk: int) -> HttpResponse:
    """The certificate to print, with room for the seal."""
    certificate = queries.own_certificates(request.user).filter(pk=pk).first()
    if certificate is None:
        raise Http404("没有这份证书。")
    may = rules.may_print(
        is_open=certificate.is_open, is_withdrawn=certificate.withdrawn_at is not None
    )
    if not may:
        raise NotPossible(may.reason)
    if problem := printing_problem():
        return refusal(request, problem, 503)
    disposition = content_disposition_header(False, f"{certificate}.pdf")
    return HttpResponse(
        pdf_of(PAPER, paper_of(certificate), styles=STYLES),
        content_type="application/pdf",
        headers={"Content-Disposition": disposition or "inline"},
    )


def paper_of(certificate: Certificate) -> dict[str, Any]:
    """Return what the printed page needs."""
    address = absolute(reverse("certificates:check", args=[certificate.code]))
    return {
        "certificate": certificate,
        "address": address,
        "drawing": drawing(address, title="查验码"),
    }


@METHODS
@for_authors
def event(request: HttpRequest, page_id: int) -> HttpResponse:
    """Who was at an event, and who has a certificate; a POST issues those that are ticked."""
    page = page_for_host(request.user, page_id, organiser=True)
    problem = ""
    if request.method == "POST":
        ids = [each for value in request.POST.getlist("people") if (each := number(value))]
        try:
            made = actions.issue(page_id=page_id, by=request.user, user_ids=ids)
        except ValidationError as error:
            problem = "".join(error.messages)
        else:
            messages.success(request, f"已出具 {len(made)} 份证书，本人同意后可以下载。")
            return redirect("my_certificates:event", page_id=page_id)
    candidates = queries.candidates_of(page)
    context = {
        "event": page,
        "candidates": candidates,
        "missing": sum(1 for each in candidates if each.certificate is None),
        "withdrawn": queries.withdrawn_of(page),
        "of_sessions": queries.session_count(page),
        "may_issue": rules.may_issue(is_over=page.is_over),
        "problem": problem,
        "page_title": f"证书：{page.title}",
    }
    return shown(request, "certificates/event", context, 422 if problem else 200)


@METHODS
@for_authors
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a certificate back, with a reason for everybody who looks it up."""
    certificate = Certificate.objects.filter(pk=pk).first()
    if certificate is None:
        raise Http404("没有这份证书。")
    page = page_for_host(request.user, certificate.page_id, organiser=True)
    form = ReasonForm(sent(request))
    form.fields["reason"].help_text = "查验这份证书的人都会看到这句话。"
    if form.is_valid() and done(
        form, actions.withdraw, certificate_id=pk, by=request.user, **form.cleaned_data
    ):
        messages.success(request, f"{certificate.written_number} 已撤销。")
        return redirect("my_certificates:event", page_id=page.pk)
    context = {
        "event": page,
        "certificate": certificate,
        "form": form,
        "page_title": "撤销证书",
    }
    return shown(request, "certificates/withdraw", context, status_of(form))
