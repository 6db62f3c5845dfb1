"""The words inside an attachment (.docx, .xlsx, .pptx, .pdf), read in a process of their own.

``guard.read_attachment`` is the door. Everything else here runs behind it and knows no Django: a
file made to exhaust whoever opens it exhausts a child process with bounds, not the web server.
"""
