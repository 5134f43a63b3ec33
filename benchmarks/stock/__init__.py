"""A newsroom as Wagtail's own documentation would have it built: pages from the database at each request.

Its pages hold what Broadsheet's of the demo hold: a list of sections on each, teasers with pictures in two
formats and two widths, authors, topics, related stories, a feed of forty items with pictures and categories.
What a list shows comes in a fixed number of queries (`models.shown`).
"""
