"""Broadsheet: from a wire file to a page in a browser."""

from importlib.metadata import version

__version__ = version("broadsheet")
