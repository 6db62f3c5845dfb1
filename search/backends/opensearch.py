"""Wagtail's search on OpenSearch 2 or 3, with Chinese analysis in front (see ``remote``).

Needs the package ``opensearch-py`` in the server's version; options as of modelsearch's backend.
"""

from search.backends.remote import backend_for

SearchBackend = backend_for("opensearch", "opensearch-py")
