"""The permission matrix as it should be: who may do what with a piece in which state.

In each table one line a verb; on the left what the action says, on the right what its address
answers. Verbs that only look have no action (dots).
"""

# The columns, in their order.
PEOPLE = {
    "n": "anonymous",
    "a": "author",
    "c": "colleague",
    "t": "teacher elsewhere",
    "s": "school admin",
    "u": "admin above",
    "o": "admin elsewhere",
    "h": "host",
    "e": "editor",
    "f": "second editor",
    "C": "chief",
    "i": "site admin",
    "S": "superuser",
}
# Actions: + done, R ReviewRefused, P NotPossible, C Conflict.
# Addresses: + done or shown, L sent to the login, 3 refused (403, or back to the admin's first
# screen, as Wagtail refuses), 4 nothing there (404), 9 a conflict (409).
MATRIX = {
    "draft": """
                nactsuohefCiS nactsuohefCiS
        submit      R+RRRRRRRRRRR L+44444444444
        recall      RPRRRRRRRRRRR L944444444444
        edit        R+RRRRRRRRRRR L+44444444444
        delete      R+RRRRRRRRRRR L+44444444444
        claim       PPPPPPPPPPPPP L333999399933
        release     PPPPPPPPPPPPP L333999399933
        assign      PPPPPPPPPPPPP L333444344433
        stand-in    PPPPPPPPPPPPP L333444344433
        approve     PPPPPPPPPPPPP L333444344433
        return      PPPPPPPPPPPPP L333444344433
        hold        PPPPPPPPPPPPP L333444344433
        resume      PPPPPPPPPPPPP L333999399933
        decline     PPPPPPPPPPPPP L333444344433
        undo        PPPPPPPPPPPPP L333999399933
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333444344433
        preview     ............. L333444344433
    """,
    "at school": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       RRRR++RRRRRRR L333++3333333
        release     RRRR+RRRRR+RR L333+33333+33
        assign      RRRR++RRRR+RR L333++3333+33
        stand-in    RRRR++RRRR+RR L333++3333+33
        approve     RRRR++RRRRRRR L333++3333333
        return      RRRR++RRRRRRR L333++3333333
        hold        RRRR++RRRRRRR L333++3333333
        resume      RRRRPPRRRRRRR L333993333333
        decline     RRRR++RRRRRRR L333++3333333
        undo        RPRRRRRRRRRRR L333333333333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333++3333+33
        preview     ............. L333++3333+33
    """,
    "at first": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       RRRRRRRR++RRR L3333333++333
        release     RRRRRRRR+R+RR L3333333+3+33
        assign      RRRRRRRR+++RR L3333333+++33
        stand-in    RRRRRRRRRR+RR L333333333+33
        approve     RRRRRRRR++RRR L3333333++333
        return      RRRRRRRR++RRR L3333333++333
        hold        RRRRRRRR++RRR L3333333++333
        resume      RRRRRRRRPPRRR L333333399333
        decline     RRRRRRRR++RRR L3333333++333
        undo        RPRRRRRRRRRRR L333333333333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L3333333+++33
        preview     ............. L3333333+++33
    """,
    "at second": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       RRRRRRRRR+RRR L33333333+333
        release     RRRRRRRRR++RR L33333333++33
        assign      RRRRRRRRR++RR L33333333++33
        stand-in    RRRRRRRRRR+RR L333333333+33
        approve     RRRRRRRRR+RRR L33333333+333
        return      RRRRRRRRR+RRR L33333333+333
        hold        RRRRRRRRR+RRR L33333333+333
        resume      RRRRRRRRRPRRR L333333339333
        decline     RRRRRRRRR+RRR L33333333+333
        undo        RRRRRRRR+RRRR L3333333+3333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L3333333+++33
        preview     ............. L3333333+++33
    """,
    "at final": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       RRRRRRRRRR+RR L333333333+33
        release     RRRRRRRRRR+RR L333333333+33
        assign      RRRRRRRRRR+RR L333333333+33
        stand-in    RRRRRRRRRR+RR L333333333+33
        approve     RRRRRRRRRR+RR L333333333+33
        return      RRRRRRRRRR+RR L333333333+33
        hold        RRRRRRRRRR+RR L333333333+33
        resume      RRRRRRRRRRPRR L333333333933
        decline     RRRRRRRRRR+RR L333333333+33
        undo        RRRRRRRRR+RRR L33333333+333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L3333333+++33
        preview     ............. L3333333+++33
    """,
    "held": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       RRRRRRRR++RRR L3333333++333
        release     RRRRRRRR+R+RR L3333333+3+33
        assign      RRRRRRRR+++RR L3333333+++33
        stand-in    RRRRRRRRRR+RR L333333333+33
        approve     RRRRRRRR++RRR L3333333++333
        return      RRRRRRRR++RRR L3333333++333
        hold        RRRRRRRRPPRRR L333333399333
        resume      RRRRRRRR++RRR L3333333++333
        decline     RRRRRRRR++RRR L3333333++333
        undo        RRRRRRRR+RRRR L3333333+3333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L3333333+++33
        preview     ............. L3333333+++33
    """,
    "returned": """
                nactsuohefCiS nactsuohefCiS
        submit      R+RRRRRRRRRRR L+44444444444
        recall      RPRRRRRRRRRRR L944444444444
        edit        R+RRRRRRRRRRR L+44444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       CCCCCCCCCCCCC L333999399933
        release     CCCCCCCCCCCCC L333999399933
        assign      CCCCCCCCCCCCC L333444344433
        stand-in    CCCCCCCCCCCCC L333444344433
        approve     CCCCCCCCCCCCC L333333399933
        return      CCCCCCCCCCCCC L333333399933
        hold        CCCCCCCCCCCCC L333333399933
        resume      CCCCCCCCCCCCC L333999399933
        decline     CCCCCCCCCCCCC L333333399933
        undo        RRRRRRRR+RRRR L3333333+3333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333333399933
        preview     ............. L3333333+++33
    """,
    "declined": """
                nactsuohefCiS nactsuohefCiS
        submit      R+RRRRRRRRRRR L+44444444444
        recall      RPRRRRRRRRRRR L944444444444
        edit        R+RRRRRRRRRRR L+44444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       CCCCCCCCCCCCC L333999399933
        release     CCCCCCCCCCCCC L333999399933
        assign      CCCCCCCCCCCCC L333444344433
        stand-in    CCCCCCCCCCCCC L333444344433
        approve     CCCCCCCCCCCCC L333333399933
        return      CCCCCCCCCCCCC L333333399933
        hold        CCCCCCCCCCCCC L333333399933
        resume      CCCCCCCCCCCCC L333999399933
        decline     CCCCCCCCCCCCC L333333399933
        undo        RRRRRRRR+RRRR L3333333+3333
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333333399933
        preview     ............. L3333333+++33
    """,
    "scheduled": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      R+RRRRRRRRRRR L+44444444444
        edit        RPRRRRRRRRRRR L944444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       CCCCCCCCCCCCC L333999399933
        release     CCCCCCCCCCCCC L333999399933
        assign      CCCCCCCCCCCCC L333444344433
        stand-in    CCCCCCCCCCCCC L333444344433
        approve     CCCCCCCCCCCCC L333333399933
        return      CCCCCCCCCCCCC L333333399933
        hold        CCCCCCCCCCCCC L333333399933
        resume      CCCCCCCCCCCCC L333999399933
        decline     CCCCCCCCCCCCC L333333399933
        undo        RRRRRRRRRR+RR L333333333+33
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRR+RR L333333333+33
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333333399933
        preview     ............. L3333333+++33
    """,
    "published": """
                nactsuohefCiS nactsuohefCiS
        submit      RPRRRRRRRRRRR L944444444444
        recall      RPRRRRRRRRRRR L944444444444
        edit        R+RRRRRRRRRRR L+44444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       CCCCCCCCCCCCC L333999399933
        release     CCCCCCCCCCCCC L333999399933
        assign      CCCCCCCCCCCCC L333444344433
        stand-in    CCCCCCCCCCCCC L333444344433
        approve     CCCCCCCCCCCCC L333333399933
        return      CCCCCCCCCCCCC L333333399933
        hold        CCCCCCCCCCCCC L333333399933
        resume      CCCCCCCCCCCCC L333999399933
        decline     CCCCCCCCCCCCC L333333399933
        undo        RRRRRRRRRR+RR L333333333+33
        correct     RRRRRRRRRR+RR L333333333+33
        withdraw    RRRRRRRRRR+RR L333333333+33
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333333399933
        preview     ............. L3333333+++33
    """,
    "withdrawn": """
                nactsuohefCiS nactsuohefCiS
        submit      R+RRRRRRRRRRR L+44444444444
        recall      RPRRRRRRRRRRR L944444444444
        edit        R+RRRRRRRRRRR L+44444444444
        delete      RPRRRRRRRRRRR L944444444444
        claim       CCCCCCCCCCCCC L333999399933
        release     CCCCCCCCCCCCC L333999399933
        assign      CCCCCCCCCCCCC L333444344433
        stand-in    CCCCCCCCCCCCC L333444344433
        approve     CCCCCCCCCCCCC L333333399933
        return      CCCCCCCCCCCCC L333333399933
        hold        CCCCCCCCCCCCC L333333399933
        resume      CCCCCCCCCCCCC L333999399933
        decline     CCCCCCCCCCCCC L333333399933
        undo        RRRRRRRRRRPRR L333333333933
        correct     RRRRRRRRRRPRR L333333333933
        withdraw    RRRRRRRRRRPRR L333333333933
        own-page    ............. L+44444444444
        own-preview ............. L+44444444444
        review      ............. L333333399933
        preview     ............. L3333333+++33
    """,
}
