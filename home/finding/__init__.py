"""Ways to the same pieces: by tag, author, unit and month; the outline; what may be meant by a 404.

Nothing is kept here. Each way is a question to the pages, answered for the reader who asks.
"""
