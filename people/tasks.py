"""Background work of this room; every task is safe to run twice."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django_tasks import task

from people.models import User


@task()
def mail_password_reset(user_id: int) -> None:
    """Send a link for choosing a new password to the account's address.

    The link is made here, so that no usable token lies in the queue, and on the configured
    address of the portal, so that a forged ``Host`` header cannot lead it elsewhere.

    Args:
        user_id: primary key of the account; one that was switched off or lost its address in the
            meantime gets no mail.
    """
    user = User.objects.filter(pk=user_id, is_active=True).exclude(email="").first()
    if user is None:
        return
    path = reverse(
        "account_reset_password_from_key",
        kwargs={
            "uidb36": user_pk_to_url_str(user),
            "key": default_token_generator.make_token(user),
        },
    )
    context = {
        "hours": settings.PASSWORD_RESET_TIMEOUT // 3600,
        "user": user,
        "url": f"{settings.BASE_URL}{path}",
        "site": settings.WAGTAIL_SITE_NAME,
    }
    send_mail(
        subject=render_to_string("people/mail/password_reset_subject.txt", context).strip(),
        message=render_to_string("people/mail/password_reset.txt", context),
        from_email=None,
        recipient_list=[user.email],
    )
