"""The demo newsroom: everything in it is invented."""
