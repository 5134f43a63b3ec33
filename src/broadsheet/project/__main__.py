"""`python -m broadsheet.project` is the `broadsheet` command."""

from broadsheet.project.cli import main

if __name__ == "__main__":
    main()
