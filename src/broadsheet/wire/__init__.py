"""Takes in agency copy: formats, raw archive, versions, quarantine; never edits."""
