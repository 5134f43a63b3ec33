"""The canary sweep: every secret has a word of its own, found nowhere that others can look."""
