"""Changes that pages must not outlive, written in the transactions that make them."""

from django.db import models


class PageChange(models.Model):
    """One row says: a transaction has changed this table. It commits together with the change.

    A process that dies between its commit and its word to the others leaves the row, and the
    other machines learn from it (``portal.page_cache.watching``). Rows are removed after a minute.
    """

    table = models.CharField(max_length=64)
    # Random, and so never that of another change, also after a backup was restored.
    token = models.BigIntegerField()
    # PostgreSQL: of the transaction. Numbers of rows are given out in another order than
    # transactions commit; 0 on SQLite, where writers are alone.
    transaction = models.BigIntegerField(db_index=True)

    class Meta:
        app_label = "portal"
        verbose_name = "页面变动"
        verbose_name_plural = "页面变动"

    def __str__(self) -> str:
        return self.table
