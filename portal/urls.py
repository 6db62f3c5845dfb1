"""All addresses. The one place, with the settings, that looks up from the lowest floor."""

from django.conf import settings
from django.urls import include, path
from wagtail import urls as wagtail_urls
from wagtail.admin import urls as wagtailadmin_urls

from home import feeds
from home.views import robots, sitemap, sitemap_part
from portal import api_schema, views
from portal.api import api_router
from portal.appearance import choose_view
from portal.observing.views import metrics

handler400 = "portal.views.bad_request"
handler404 = "home.finding.views.page_not_found"
handler500 = "portal.faults.views.server_error"

urlpatterns = [
    path("healthz", views.healthz, name="healthz"),
    path("readyz", views.readyz, name="readyz"),
    path("metrics", metrics, name="metrics"),
    path("robots.txt", robots, name="robots"),
    path("view/", choose_view, name="choose_view"),
    path("sitemap.xml", sitemap, name="sitemap"),
    path("sitemap-<slug:name>.xml", sitemap_part, name="sitemap_part"),
    path("feed/atom.xml", feeds.PortalFeed(), name="feed"),
    path("feed/<slug:section>/atom.xml", feeds.SectionFeed(), name="section_feed"),
    path("admin/", include(wagtailadmin_urls)),
    path("accounts/", include("people.urls")),
    path("", include("feedback.urls")),
    path("my/reviews/discussions/", include("discussions.waiting_urls")),
    path("my/reviews/", include("editorial.reviewing.desk_urls")),
    path("my/reading/programme/", include("reading.programme.urls")),
    path("my/reading/together/", include("reading.together.urls")),
    path("my/reading/days/", include("reading.passages.my_urls")),
    path("my/reading/year/", include("reading.figures.my_urls")),
    path("my/reading/", include("reading.shelf.urls")),
    path("my/attendance/", include("forums.attendance.urls")),
    path("my/checkin/", include("forums.attendance.checkin_urls")),
    path("my/hours/", include("forums.hours.urls")),
    path("my/certificates/", include("forums.certificates.my_urls")),
    path("my/events/", include("forums.my_urls")),
    path("my/workshops/", include("workshops.my_urls")),
    path("my/contests/", include("forums.contests.urls")),
    path("my/", include("editorial.urls")),
    path("media/", include("media.urls")),
    path("documents/", include("media.document_urls")),
    path("search/", include("search.urls")),
    path("certificates/", include("forums.certificates.urls")),
    path("stories/", include("stories.urls")),
    path("reading/", include("reading.urls")),
    path("forums/", include("forums.urls")),
    path("workshops/", include("workshops.urls")),
    path("discussions/", include("discussions.urls")),
    path("", include("home.finding.urls")),
    path("api/v2/", api_schema.root, name="api_root"),
    path("api/v2/openapi.json", api_schema.openapi, name="openapi"),
    path("api/v2/", api_router.urls),
]

if settings.DEBUG:
    from django.contrib.staticfiles.urls import staticfiles_urlpatterns

    urlpatterns += staticfiles_urlpatterns()

urlpatterns.append(path("", include(wagtail_urls)))
