"""Broadsheet: from a wire file to a page in a browser."""
