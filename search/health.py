"""The state of the search, for ``/readyz``."""

from modelsearch.backends import get_search_backend

from search import queue
from search.backends.indexes import QueuedSearchBackend
from search.engine.errors import IndexUnavailableError


def check() -> tuple[bool, str]:
    """Say whether searches are answered by an index, in a Chinese sentence.

    ``False`` means that visitors get makeshift answers from the database until
    ``manage.py update_index`` has run. Reads the index and one table; raises nothing but
    database errors.
    """
    backend = get_search_backend()
    if not isinstance(backend, QueuedSearchBackend):
        return True, "检索由其他后端提供"
    try:
        count = backend.store.document_count()
    except IndexUnavailableError as error:
        return False, f"{error}；请执行 manage.py update_index，此前检索由数据库代答"
    waiting = queue.pending()
    return True, f"检索索引正常，共 {count} 个对象，{waiting} 项改动待写入"
