"""The append-only record of what was published.

The desk appends, the press and the site read; nothing is changed or deleted in place.
"""
