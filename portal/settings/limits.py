"""How often who may do what; ``portal.limits`` counts. All figures are this district's choice.

Per account, or, where nobody is signed in, per visitor: the address together with what the browser
says of itself, because a whole school shares one address. Anonymous letters cost work besides
(``feedback.proof``), failed sign-ins are counted per account (``ACCOUNT_RATE_LIMITS``), and what
discussions and the catalogue take from one person in a day are settings of their own.
"""

# Action: how many in how much time (s, m, h, d).
RATE_LIMITS = {
    "write": "1200/10m",  # any form that is sent: a door marks one teacher a second for a while
    "submit": "60/h",
    "upload": "300/h",
    "say": "120/h",
    "propose": "60/h",
    "register": "600/h",  # a school administrator registers a whole school
    "export": "60/h",
    "import": "30/h",
    "leave": "10/h",
    "anonymous write": "60/10m",
    "anonymous search": "120/m",
    # Everybody behind one address: no school searches as fast, whatever browsers it says it has.
    "address search": "1800/m",
}
# Address names: the action that it is, beside "write". Looking at a form does not count, but for
# exports and searches, whose work is in the looking.
LIMITED_ADDRESSES = {
    "editorial:submit": "submit",
    "editorial:new": "submit",
    "editorial:data_leave": "leave",
    "shelf:import": "import",
    "people_import:index": "import",
    "discussions:new": "say",
    "discussions:reply": "say",
    "discussions:edit": "say",
    "discussions:report": "say",
    "feedback:suggest": "say",
    "reading:propose_book": "propose",
    "events:event": "register",
    "events:group": "register",
}
LIMITED_LOOKS = {
    "contests:export": "export",
    "contests:own_data": "export",
    "discussions:export": "export",
    "editorial:data_export": "export",
    "events:export": "export",
    "events:own_data": "export",
    "hours:export": "export",
    "hours:own_data": "export",
    "programme:export": "export",
    "shelf:export": "export",
    "shelf:export_all": "export",
    "together:record_xlsx": "export",
    "workshops:members_xlsx": "export",
    "workshops_public:coverage_xlsx": "export",
    "editorial_reviewing:record_export": "export",
}
SEARCHES = {"search:results", "search:suggest"}
