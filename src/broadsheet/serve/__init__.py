"""Answers HTTP for readers: artifacts from memory, redirects, gone."""
