"""`python -m broadsheet.project` is the `broadsheet` command."""

from broadsheet.project.cli import main

main()
