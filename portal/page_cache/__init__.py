"""Pages for visitors without an account, kept by each process in front of Django, and parts of any.

``layer`` answers requests, ``store`` holds pages, ``entries`` is one page in all its encodings,
``keys`` says which requests are alike; ``parts`` keeps what stands on pages of other people, too.
``basis`` says how long either is true. ``recording`` learns from the SQL which tables a page was
made of and which tables a transaction changes; ``generations`` is what all processes of a machine
see of it, ``watching`` what they learn of the other machines. See ``docs/decisions/0015``.
"""
