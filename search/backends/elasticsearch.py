"""Wagtail's search on Elasticsearch 7, 8 or 9, with Chinese analysis in front (see ``remote``).

Needs the package ``elasticsearch`` in the server's version; options as of modelsearch's backend.
"""

from search.backends.remote import backend_for

SearchBackend = backend_for("elasticsearch", "elasticsearch")
